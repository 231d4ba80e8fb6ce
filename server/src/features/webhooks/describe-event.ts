import { z } from "@hono/zod-openapi";
import { EVENT_CATALOGUE } from "./event-catalogue.ts";
import type { EventDefinition } from "./event-definition.ts";

/** An event as a subscriber needs to know it. */
export type EventDescription = {
  readonly type: string;
  readonly summary: string;
  /** JSON Schema of the whole body. */
  readonly schema: Record<string, unknown>;
  /** A whole body. */
  readonly example: Record<string, unknown>;
};

/** The whole body of one type of event. */
export const bodySchema = (type: string, { payload }: EventDefinition) =>
  z.object({
    id: z.string(),
    type: z.literal(type),
    handle: z.string(),
    occurredAt: z.iso.datetime(),
    payload,
  });

export const exampleBody = (type: string, { example }: EventDefinition): Record<string, unknown> => ({
  id: "evt_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
  type,
  handle: "acme",
  occurredAt: "2026-01-01T00:00:00.000Z",
  payload: example,
});

/** All that is told of, by type. */
export const listEvents = (): EventDescription[] =>
  Object.entries(EVENT_CATALOGUE).map(([type, definition]) => ({
    type,
    summary: definition.summary,
    schema: z.toJSONSchema(bodySchema(type, definition)),
    example: exampleBody(type, definition),
  }));
