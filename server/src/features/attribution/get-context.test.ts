import { createSecretKey } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { type ClickContext, createContextTokens } from "#platform/context/context-tokens.ts";
import { noLimits } from "#platform/limits/limits.ts";
import { startControl } from "#testing/start-control.ts";

const DAY_MS = 86_400_000;
const control = await startControl();
afterAll(() => control[Symbol.asyncDispose]());
const operator = await control.member("OPERATOR");

const click = (given: Partial<ClickContext> = {}): ClickContext => ({
  handleId: "hdl_acme",
  slug: "launch",
  clickId: "clk_1",
  clickedAt: control.now().getTime() - 1_000,
  session: "session-one",
  campaign: "spring",
  variant: "b",
  consent: "full",
  vars: { sku: "42", utm_source: "mail" },
  ...given,
});
const mint = (given: Partial<ClickContext> = {}) => control.deps.contexts.mint(click(given));
const ask = (ctx: string, headers?: Record<string, string>) =>
  control.anonymous.get(`/v2/public/context?ctx=${encodeURIComponent(ctx)}`, headers);

test("a token tells of its click, and of nothing else", async () => {
  const answer = await ask(mint());
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.body).toEqual({
    valid: true,
    handle: "acme",
    slug: "launch",
    clickId: "clk_1",
    clickedAt: "2025-12-31T23:59:59.000Z",
    campaignId: "spring",
    variantId: "b",
    session: "session-one",
    consent: "full",
    vars: { sku: "42", utm_source: "mail" },
  });
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("what the click did not have is null", async () => {
  const { body } = await ask(mint({ campaign: "", variant: "", consent: "denied", vars: {} }));
  expect(body).toMatchObject({ campaignId: null, variantId: null, consent: "denied", vars: {} });
});

test("a handle is told by the name it has now", async () => {
  const ctx = mint({ handleId: "hdl_before" });
  const owner = await control.member("OWNER", "before");
  expect(await owner.post("/v2/handles/before/rename", { handle: "renamed" })).toMatchObject({ status: 200 });
  expect(await ask(ctx)).toMatchObject({ status: 200, body: { handle: "renamed" } });
});

test("every bad token is refused in the same words", async () => {
  const good = mint();
  const stranger = createContextTokens([createSecretKey(Buffer.alloc(32, "stranger"))]);
  const owner = await control.member("OWNER", "doomed");
  const ofDeleted = mint({ handleId: "hdl_doomed" });
  expect(await ask(ofDeleted)).toMatchObject({ status: 200 });
  await owner.delete("/v2/handles/doomed?confirm=doomed");
  const bad = [
    "",
    "x",
    good.slice(0, -1),
    `${good}x`,
    good.replace("c1.", "c2."),
    stranger.mint(click()),
    mint({ clickedAt: control.now().getTime() - 30 * DAY_MS }),
    mint({ clickedAt: control.now().getTime() + DAY_MS }),
    mint({ handleId: "hdl_nobody" }),
    ofDeleted,
    "c1.".padEnd(5_000, "a"),
  ];
  const said = new Set<string>();
  for (const ctx of bad) {
    const { status, body } = await ask(ctx);
    expect(status, ctx).toBe(400);
    said.add(JSON.stringify({ ...(body as object), requestId: "" }));
  }
  expect([...said]).toEqual([
    JSON.stringify({
      error: "invalid_ctx",
      message: "The context token is not valid, or no longer.",
      requestId: "",
      details: [{ path: "ctx", message: "The context token is not valid, or no longer." }],
    }),
  ]);
});

test("a question without a token names the field", async () => {
  expect(await control.anonymous.get("/v2/public/context")).toMatchObject({
    status: 400,
    body: { error: "invalid_ctx", details: [{ path: "ctx" }] },
  });
});

describe("a page of another site", () => {
  const origin = "https://shop.example";

  test("may ask as soon as its origin is on the list, and no longer than it is", async () => {
    const list = (origins: string[]) => operator.put("/v2/handles/acme/context-origins", { origins });
    const refused = { status: 403, body: { error: "origin_not_allowed" } };
    expect(await ask(mint(), { origin })).toMatchObject(refused);
    await list([origin]);
    const answer = await ask(mint(), { origin });
    expect(answer).toMatchObject({ status: 200, body: { valid: true } });
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    for (const other of ["https://shop.example:8443", "https://www.shop.example", "http://shop.example"]) {
      expect(await ask(mint(), { origin: other })).toMatchObject(refused);
    }
    expect(await ask(mint({ handleId: await control.handle("other") }), { origin })).toMatchObject(refused);
    await list([]);
    const late = await ask(mint(), { origin });
    expect(late).toMatchObject(refused);
    expect(late.headers.get("access-control-allow-origin")).toBe(origin); // The page may read why.
  });

  test.each([
    ["the handle's own", "http://acme.sites.test", 200],
    ["the dashboard", "http://app.switchyard.test", 200],
    ["another handle's", "http://other.sites.test", 403],
    ["one without an origin of its own", "null", 403],
    ["one that looks like the handle's", "http://acme.sites.test.evil.example", 403],
    ["the API's own address", "http://api.switchyard.test", 403],
  ])("that is %s is answered %3$s", async (_, from, status) => {
    expect(await ask(mint(), { origin: from })).toMatchObject({ status });
  });

  test("learns nothing of a token that is none before its origin is asked about", async () => {
    expect(await ask("x", { origin: "https://evil.example" })).toMatchObject({
      status: 400,
      body: { error: "invalid_ctx" },
    });
  });
});

test("questions of one address are limited, also those with bad tokens", async () => {
  const counted: string[] = [];
  const limits = {
    ...noLimits,
    count: async (name: string, key: string) => {
      counted.push(`${name} ${key}`);
      throw new AppError("rate_limited", "Too many.", { retryAfterSeconds: 7 });
    },
  };
  await using limited = await startControl({ override: { limits } });
  const client = limited.client({}, "2001:db8:1:2:3:4:5:6");
  expect(await client.get("/v2/public/context?ctx=x")).toMatchObject({ status: 429 });
  const body = { ctx: "x", idempotencyKey: "k" };
  expect(await client.post("/v2/public/conversions", body)).toMatchObject({ status: 429 });
  expect(counted).toEqual(["context 2001:db8:1:2", "conversion 2001:db8:1:2"]);
});
