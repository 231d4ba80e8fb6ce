import type { Api } from "#platform/http/api.ts";
import { bodySchema, exampleBody } from "./describe-event.ts";
import { EVENT_CATALOGUE } from "./event-catalogue.ts";

/** Puts what is sent to subscribers into the OpenAPI document, under `webhooks`. */
export function describeWebhooks(api: Api): void {
  for (const [type, definition] of Object.entries(EVENT_CATALOGUE)) {
    const schema = bodySchema(type, definition);
    api.openAPIRegistry.registerWebhook({
      method: "post",
      path: type,
      summary: definition.summary,
      tags: ["webhooks"],
      request: {
        body: {
          required: true,
          content: { "application/json": { schema, example: exampleBody(type, definition) } },
        },
      },
      responses: {
        "2XX": { description: "It has arrived." },
        410: { description: "Nothing more is wanted: the webhook is disabled." },
        default: { description: "It is sent again later." },
      },
    });
  }
}
