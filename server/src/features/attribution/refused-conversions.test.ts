import { afterAll, beforeEach, expect, test } from "vitest";
import { startConversions } from "#testing/start-conversions.ts";

const DAY_MS = 86_400_000;
const { control, clickedAt, mint, send, visits, traces, forget } = await startConversions();
afterAll(() => control[Symbol.asyncDispose]());
beforeEach(forget);
await forget();
const nothing = await traces();

test("there is something to compare with", async () => {
  expect(nothing.map(([, rows]) => rows)).toEqual(nothing.map(() => []));
  await send();
  for (const [table, rows] of await traces()) expect(rows, table).not.toEqual([]);
});

test.each([
  ["no key", { idempotencyKey: undefined }, "idempotencyKey"],
  ["an empty key", { idempotencyKey: "" }, "idempotencyKey"],
  ["a key with a space", { idempotencyKey: "a b" }, "idempotencyKey"],
  ["a key that is too long", { idempotencyKey: "k".repeat(256) }, "idempotencyKey"],
  ["an event type with a space", { eventType: "a b" }, "eventType"],
  ["an event type that is too long", { eventType: "a".repeat(65) }, "eventType"],
  ["a negative value", { value: -1, currency: "EUR" }, "value"],
  ["a negative value as text", { value: "-1", currency: "EUR" }, "value"],
  ["five decimals", { value: "1.00001", currency: "EUR" }, "value"],
  ["a float that is no decimal", { value: 0.1 + 0.2, currency: "EUR" }, "value"],
  ["a value of 1e14", { value: 1e14, currency: "EUR" }, "value"],
  ["a value as a power", { value: "1e3", currency: "EUR" }, "value"],
  ["a tiny value", { value: 1e-7, currency: "EUR" }, "value"],
  ["a value that is no number", { value: "ten", currency: "EUR" }, "value"],
  ["an empty value", { value: "", currency: "EUR" }, "value"],
  ["a value with a comma", { value: "1,5", currency: "EUR" }, "value"],
  ["a value without currency", { value: "0.01" }, "currency"],
  ["a currency that is none", { value: 1, currency: "EURO" }, "currency"],
  ["a currency of signs", { value: 1, currency: "€€€" }, "currency"],
  ["a moment that is none", { occurredAt: "yesterday" }, "occurredAt"],
  ["a moment without a zone", { occurredAt: "2025-12-31T23:00:00" }, "occurredAt"],
  ["a moment of last century", { occurredAt: "1999-12-31T23:59:59Z" }, "occurredAt"],
  ["a moment past five minutes ahead", { occurredAt: "2026-01-01T00:05:00.001Z" }, "occurredAt"],
  ["a moment a day before the click", { occurredAt: "2025-12-30T22:00:00Z" }, "occurredAt"],
  ["metadata that is no object", { metadata: [1] }, "metadata"],
  ["metadata past 4 KB", { metadata: { x: "ü".repeat(2_045) } }, "metadata"],
  ["an unknown field", { valeu: 1 }, "valeu"],
])("%s is refused with its path, and leaves nothing", async (_, given, path) => {
  expect(await send(given)).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path }] },
  });
  expect(await traces()).toEqual(nothing);
});

test("several wrong fields are told of, each by its own path", async () => {
  const { body } = await send({ value: -1, currency: "?", eventType: "" });
  const { details } = body as { details: { path: string }[] };
  expect(details.map(({ path }) => path).sort()).toEqual(["currency", "eventType", "value"]);
});

test.each([
  ["none", undefined],
  ["no text", 1],
  ["empty", ""],
  ["made up", "c1.eA.AAAAAAAAAAAAAAAAAAAAAA"],
  ["changed", `${mint()}x`],
  ["too old", mint({ clickedAt: clickedAt - 30 * DAY_MS })],
  ["of a click that is yet to come", mint({ clickedAt: clickedAt + DAY_MS })],
  ["of a handle that is not there", mint({ handleId: "hdl_nobody" })],
])("a token that is %s is refused, and leaves nothing", async (_, ctx) => {
  expect(await send({ ctx })).toMatchObject({
    status: 400,
    body: { error: "invalid_ctx", details: [{ path: "ctx" }] },
  });
  expect(await traces()).toEqual(nothing);
});

test("a token of a handle that was deleted is refused", async () => {
  const owner = await control.member("OWNER", "doomed");
  await owner.delete("/v2/handles/doomed?confirm=doomed");
  expect(await send({ ctx: mint({ handleId: "hdl_doomed" }) })).toMatchObject({
    status: 400,
    body: { error: "invalid_ctx" },
  });
  expect(await visits()).toEqual([]);
});

test("a page of a site that the handle does not trust is refused, as long as it does not", async () => {
  const origin = "https://shop.example";
  expect(await send({}, { origin })).toMatchObject({
    status: 403,
    body: { error: "origin_not_allowed" },
  });
  expect(await traces()).toEqual(nothing);
  const operator = await control.member("OPERATOR");
  await operator.put("/v2/handles/acme/context-origins", { origins: [origin] });
  const answer = await send({}, { origin });
  expect(answer).toMatchObject({ status: 202 });
  expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  await operator.put("/v2/handles/acme/context-origins", { origins: [] });
  expect(await send({ idempotencyKey: "late" }, { origin })).toMatchObject({ status: 403 });
});
