import { expect, test } from "vitest";
import { tellEndedLinks } from "#features/links/index.ts";
import { startConversions } from "#testing/start-conversions.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";
import { bodySchema, exampleBody } from "./describe-event.ts";
import { EVENT_CATALOGUE } from "./event-catalogue.ts";

test("every example is what its schema says, and every schema refuses an empty payload", () => {
  for (const [type, definition] of Object.entries(EVENT_CATALOGUE)) {
    const schema = bodySchema(type, { ...definition, payload: definition.payload.strict() });
    expect(schema.safeParse(exampleBody(type, definition)).error, type).toBeUndefined();
    expect(schema.safeParse({ ...exampleBody(type, definition), payload: {} }).success, type).toBe(false);
  }
});

test("what this program really sends is what the catalogue says", async () => {
  await using it = await startWebhookTest();
  const receiver = await startReceiver({ "/gone": 410 });
  await it.subscribe(`${receiver.url}/a`);
  const { subscriptionId } = await it.subscribe(`${receiver.url}/gone`, { eventTypes: ["token.created"] });
  const owner = await it.control.member("OWNER");
  const handle = "/v2/handles/acme";
  await it.occur("launch", { title: "Launch", campaignId: "spring" });
  await owner.put(`${handle}/links/launch`, { title: null });
  await owner.delete(`${handle}/links/launch`);
  const { tokenId } = await it.control.token(["links.read"]);
  await owner.delete(`${handle}/tokens/${tokenId}`);
  await owner.post(`${handle}/destination-domains`, { domain: "example.com" });
  await owner.post(`${handle}/destination-domains/example.com/decision`, {
    decision: "BLOCK",
    source: "manual",
  });
  await owner.delete(`${handle}/destination-domains/example.com`);
  await owner.put(`${handle}/visitors/visitor-1/segments`, { segments: ["vip"] });
  await it.operator.post(`${it.path(subscriptionId)}/test`, undefined);
  const expiresAt = new Date(it.control.now().getTime() + 1).toISOString();
  await owner.put(`${handle}/links/sale`, { destinationUrl: "https://example.com/", expiresAt });
  it.control.advance(1);
  await tellEndedLinks(it.control.deps);
  await it.dispatcher.settle();
  const told = receiver.at("/a").map(({ event }) => event);
  for (const event of told) {
    const definition = EVENT_CATALOGUE[event.type];
    expect(definition, event.type).toBeDefined();
    expect(definition?.payload.strict().safeParse(event.payload).error, event.type).toBeUndefined();
  }
  expect([...new Set(told.map(({ type }) => type))].sort()).toEqual([
    ...["destination.added", "destination.decision_changed", "link.created", "link.deleted", "link.expired"],
    ...["link.updated", "token.created", "token.revoked", "visitor.segments_changed", "webhook.disabled"],
  ]);
});

test("a conversion is told once, from the transaction that recorded it", async () => {
  const { control, mint } = await startConversions();
  await using _ = control;
  const owner = await control.member("OWNER");
  const body = {
    ctx: mint(),
    idempotencyKey: "order-1",
    value: 49.9,
    currency: "EUR",
    metadata: { order: 1 },
  };
  expect((await owner.post("/v2/handles/acme/conversions", body)).status).toBe(202);
  const rows = await control.rows("select payload from outbox where type = 'conversion.recorded'");
  expect(rows).toHaveLength(1);
  const [row] = rows as { payload: string }[];
  const { payload } = EVENT_CATALOGUE["conversion.recorded"] ?? {};
  expect(payload?.strict().safeParse(JSON.parse(row?.payload ?? "")).error).toBeUndefined();
});

test("the catalogue is in the API and, as webhooks, in the OpenAPI document", async () => {
  await using it = await startWebhookTest();
  const answer = await it.operator.get("/v2/handles/acme/webhook-events");
  const { events } = answer.body as { events: { type: string; schema: object; example: object }[] };
  const types = Object.keys(EVENT_CATALOGUE);
  expect(events.map(({ type }) => type)).toEqual(types);
  const deleted = events.find(({ type }) => type === "link.deleted");
  expect(deleted?.schema).toMatchObject({
    type: "object",
    required: ["id", "type", "handle", "occurredAt", "payload"],
    properties: {
      type: { const: "link.deleted" },
      payload: { required: ["slug", "version", "destinationUrl", "campaignId"] },
    },
  });
  const document = (await it.control.anonymous.get("/openapi.json")).body as {
    webhooks: Record<string, object>;
  };
  expect(Object.keys(document.webhooks)).toEqual(types);
  expect(document.webhooks["link.deleted"]).toMatchObject({
    post: {
      requestBody: {
        content: { "application/json": { schema: { type: "object" }, example: deleted?.example } },
      },
    },
  });
});
