import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startConversions } from "#testing/start-conversions.ts";

const HANDLE_PATH = "/v2/handles/acme/conversions";
const MACHINE_PATH = "/v2/public/handles/acme/conversions";
const DAY_MS = 86_400_000;
const { control, clickedAt, mint, send, visits, forget } = await startConversions();
afterAll(() => control[Symbol.asyncDispose]());
beforeEach(forget);

test("a conversion is an event under the click's own link, campaign and variant, when it occurred", async () => {
  const sent = {
    eventType: "purchase",
    value: "49.90",
    currency: "eur",
    occurredAt: "2026-01-01T00:30:00+01:00",
    metadata: { order: "ü" },
  };
  const answer = await send(sent);
  expect(answer).toMatchObject({ status: 202, body: { accepted: true, deduplicated: false } });
  const { conversionId } = answer.body as { conversionId: string };
  expect(conversionId).toMatch(/^cnv_/);
  const [event, ...others] = await visits();
  expect(others).toEqual([]);
  expect(event).toEqual({
    id: expect.stringMatching(/^evt_/),
    at: Date.parse("2025-12-31T23:30:00Z"),
    handleId: "hdl_acme",
    kind: "conversion",
    slug: "launch",
    visitor: "",
    bot: "",
    status: 0,
    country: "",
    device: "",
    os: "",
    browser: "",
    language: "",
    referrer: "",
    source: "",
    campaign: "spring",
    variant: "b",
    segments: [],
    utmSource: "mail",
    utmMedium: "",
    utmCampaign: "",
    utmTerm: "",
    utmContent: "",
    destination: "",
    clickId: "clk_1",
    sessionId: "session-one",
    name: "purchase",
    value: "49.90",
    currency: "EUR",
    metadata: '{"order":"ü"}',
  });
});

test("a conversion is announced and audited in its handle, and marks the session", async () => {
  const { body } = await send({ value: 5, currency: "USD" });
  const { conversionId } = body as { conversionId: string };
  expect(await control.rows("select handle_id, type, payload from outbox")).toEqual([
    {
      handle_id: "hdl_acme",
      type: "conversion.recorded",
      payload: JSON.stringify({
        conversionId,
        slug: "launch",
        clickId: "clk_1",
        eventType: "conversion",
        value: "5",
        currency: "USD",
        occurredAt: "2026-01-01T00:00:00.000Z",
        campaignId: "spring",
        variantId: "b",
        metadata: null,
      }),
    },
  ]);
  expect(await control.rows("select handle_id, action, target, actor from audit_events")).toEqual([
    { handle_id: "hdl_acme", action: "conversion.record", target: conversionId, actor: "anonymous" },
  ]);
  expect(await control.rows("select * from visitor_segments order by segment")).toMatchObject([
    { handle_id: "hdl_acme", visitor_id: "session-one", segment: "converted" },
    { handle_id: "hdl_acme", visitor_id: "session-one", segment: "engaged" },
  ]);
});

test("a conversion whose visitor refused is counted, and tells of nobody", async () => {
  const ctx = mint({ consent: "denied" });
  const sent = { ctx, value: "1", currency: "EUR", metadata: { email: "a@example.com" } };
  expect(await send(sent)).toMatchObject({ status: 202 });
  expect(await visits()).toMatchObject([
    { kind: "conversion", value: "1", clickId: "clk_1", sessionId: "", metadata: "" },
  ]);
  expect(await control.rows("select * from visitor_segments")).toEqual([]);
  for (const table of ["outbox", "audit_events", "conversions", "pending_visits"]) {
    const said = JSON.stringify(await control.rows(`select * from ${table}`));
    expect(said, table).not.toMatch(/a@example\.com|session-one/);
  }
});

test("a conversion of which nothing else is said is one of no value, now", async () => {
  await send();
  expect(await visits()).toMatchObject([
    { name: "conversion", value: "0", currency: "", metadata: "", at: control.now().getTime() },
  ]);
});

describe("a key", () => {
  test("counts once, whatever is sent with it later, and answers with the first conversion", async () => {
    const first = await send({ value: 1, currency: "EUR" });
    const { conversionId } = first.body as { conversionId: string };
    const again = { accepted: true, deduplicated: true, conversionId };
    expect(await send({ value: 1, currency: "EUR" })).toMatchObject({ status: 202, body: again });
    expect(await send({ value: 99, currency: "USD", eventType: "other" })).toMatchObject({ body: again });
    expect(await send({ ctx: mint({ slug: "docs", clickId: "clk_2" }) })).toMatchObject({ body: again });
    const machine = await control.token(["chain.signal.write"]);
    const sent = { ctx: mint(), idempotencyKey: "order-1" };
    expect(await machine.post(MACHINE_PATH, sent)).toMatchObject({ status: 202, body: again });
    expect(await control.rows("select * from conversions")).toHaveLength(1);
    expect(await visits()).toMatchObject([{ value: "1", currency: "EUR", slug: "launch" }]);
    expect(await control.rows("select * from outbox where type = 'conversion.recorded'")).toHaveLength(1);
    expect(await control.rows("select * from audit_events where action = 'conversion.record'")).toHaveLength(
      1,
    );
  });

  test("is each handle's own", async () => {
    await send();
    expect(await send({ ctx: mint({ handleId: "hdl_other" }) })).toMatchObject({
      body: { deduplicated: false },
    });
    expect((await visits()).map(({ handleId }) => handleId).sort()).toEqual(["hdl_acme", "hdl_other"]);
  });
});

test.each([
  [0, "0"],
  [-0, "0"],
  ["0.0000", "0.0000"],
  [49.9, "49.9"],
  ["49.90", "49.90"],
  [0.0001, "0.0001"],
  ["99999999999999.9999", "99999999999999.9999"],
  [10_000_000_000_000, "10000000000000"],
])("the value %j is kept as %j, to the last decimal", async (value, kept) => {
  await send({ value, currency: "EUR" });
  expect(await visits()).toMatchObject([{ value: kept }]);
});

test("a moment up to a day before the click, and five minutes ahead, is taken as it is", async () => {
  const justAfter = new Date(clickedAt - DAY_MS + 1).toISOString();
  const ahead = "2026-01-01T00:05:00.000Z";
  expect(await send({ occurredAt: justAfter })).toMatchObject({ status: 202 });
  expect(await send({ occurredAt: ahead, idempotencyKey: "ahead" })).toMatchObject({ status: 202 });
  expect((await visits()).map(({ at }) => new Date(at).toISOString()).sort()).toEqual([justAfter, ahead]);
});

describe("under a handle", () => {
  const sent = () => ({ ctx: mint(), idempotencyKey: "order-1", value: "2.50", currency: "EUR" });

  test.each([MACHINE_PATH, HANDLE_PATH])("%s takes the handle's own contexts alone", async (path) => {
    const client = path === HANDLE_PATH ? await control.member("CREATOR") : await control.token(["chain.*"]);
    expect(await client.post(path, sent())).toMatchObject({ status: 202, body: { deduplicated: false } });
    const foreign = { ...sent(), ctx: mint({ handleId: "hdl_other" }), idempotencyKey: "order-2" };
    const refused = await client.post(path, foreign);
    expect(refused).toMatchObject({ status: 400, body: { error: "invalid_ctx" } });
    const nonsense = await client.post(path, { ...foreign, ctx: "x" });
    expect({ ...(refused.body as object), requestId: "" }).toEqual({
      ...(nonsense.body as object),
      requestId: "",
    });
    expect(await visits()).toMatchObject([{ handleId: "hdl_acme", kind: "conversion" }]);
  });

  test("the list has the last received first, page by page, and only the handle's own", async () => {
    const machine = await control.token(["chain.signal.write", "analytics.read"]);
    for (const n of [1, 2, 3, 4, 5]) {
      control.advance(1);
      await machine.post(MACHINE_PATH, { ...sent(), idempotencyKey: `order-${n}`, eventType: `type-${n}` });
    }
    await send({ ctx: mint({ handleId: "hdl_other" }) });
    const seen: unknown[] = [];
    let nextToken: string | null = "";
    while (nextToken !== null) {
      const more: string = nextToken === "" ? "" : `&nextToken=${nextToken}`;
      const { status, body } = await machine.get(`${MACHINE_PATH}?limit=2${more}`);
      expect(status).toBe(200);
      const page = body as { conversions: unknown[]; nextToken: string | null };
      seen.push(...page.conversions);
      nextToken = page.nextToken;
    }
    expect(seen).toMatchObject([5, 4, 3, 2, 1].map((n) => ({ eventType: `type-${n}` })));
    const at = control.now().toISOString();
    expect(seen[0]).toEqual({
      conversionId: expect.stringMatching(/^cnv_/),
      slug: "launch",
      clickId: "clk_1",
      eventType: "type-5",
      value: "2.50",
      currency: "EUR",
      occurredAt: at,
      receivedAt: at,
    });
    expect(await machine.get(`${MACHINE_PATH}?nextToken=x`)).toMatchObject({
      status: 400,
      body: { details: [{ path: "nextToken" }] },
    });
  });
});
