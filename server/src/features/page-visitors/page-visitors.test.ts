import { expect, test } from "vitest";
import { createEdgePages, sweepPayments } from "#features/payments/index.ts";
import { createLimits } from "#platform/limits/limits.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startPages } from "#testing/start-pages.ts";
import { sweepVisitors } from "./index.ts";

const MINUTE_MS = 60_000;
const edge = (deps: Parameters<typeof createEdgePages>[0]) => ({ visitors: createEdgePages(deps) });
type It = Awaited<ReturnType<typeof startPages>>;

const linkIn = (text: string | undefined) =>
  new URL(/https?:\S+/.exec(text ?? "")?.[0] ?? "http://none.invalid/");
const tokenIn = (it: It) => {
  const { searchParams } = linkIn(it.control.mails.at(-1)?.text);
  return searchParams.get("token") ?? searchParams.get("sign-in") ?? "";
};
const cookieOf = (answer: { headers: Headers }) =>
  (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
const ask = (it: It, body: object = {}, email = "anna@example.com") =>
  it.control.anonymous.post("/v2/visitor/auth/magic-link", { email, ...body });
const verify = (it: It, token = tokenIn(it)) =>
  it.control.anonymous.post("/v2/visitor/auth/verify", { token });

onEveryEngine((_, locate) => {
  test("a mailed link signs in once within fifteen minutes, and its cookie says who it is until it is signed out", async () => {
    await using it = await startPages({ location: await locate() });
    expect((await ask(it)).status).toBe(202);
    expect(it.control.mails).toHaveLength(1);
    const signedIn = await verify(it);
    expect(signedIn).toMatchObject({ status: 200, body: { email: "anna@example.com" } });
    expect(signedIn.headers.get("set-cookie")).toMatch(
      /^_sy_visitor=vss_[0-9a-z]{30}\.[\w-]{22}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await verify(it)).toMatchObject({ status: 401, body: { error: "used_magic_link" } });
    const cookie = { cookie: cookieOf(signedIn) };
    const { anonymous } = it.control;
    expect((await anonymous.get("/v2/visitor/me", cookie)).body).toMatchObject({ email: "anna@example.com" });
    expect((await anonymous.get("/v2/visitor/access", cookie)).body).toEqual({ access: [] });
    const forged = { cookie: cookie.cookie.replace(/\.[\w-]/, (old) => (old === ".A" ? ".B" : ".A")) };
    const refused = { status: 401, body: { error: "missing_visitor_session" } };
    for (const headers of [{}, forged])
      expect(await anonymous.get("/v2/visitor/me", headers)).toMatchObject(refused);
    const out = await it.control.client(cookie).send("POST", "/v2/visitor/auth/logout");
    expect(out).toMatchObject({ status: 204 });
    expect(await anonymous.get("/v2/visitor/me", cookie)).toMatchObject(refused);
    await ask(it);
    it.control.advance(15 * MINUTE_MS);
    expect(await verify(it)).toMatchObject({ status: 401, body: { error: "expired_magic_link" } });
    const unknown = await verify(it, `visv1_${"x".repeat(43)}`);
    expect(unknown).toMatchObject({ status: 401, body: { error: "expired_magic_link" } });
    expect(JSON.stringify(await it.control.rows("select * from visitor_links"))).not.toContain(tokenIn(it));
  });
});

onEveryEngine((_, locate) => {
  test("a page for whoever signs in opens on its own host, by a form, a mail and a button, and not by opening the link", async () => {
    await using it = await startPages({ location: await locate(), edge });
    await it.publish("club", { mode: "FREE_WITH_LOGIN", blocks: [{ type: "text", markdown: "The secret" }] });
    const locked = await it.visit("/club");
    expect(locked).toMatchObject({ status: 200, headers: { "cache-control": "private, no-store" } });
    expect(locked.body).toContain('type="email"');
    expect(locked.body).not.toContain("The secret");
    const mailed = await it.visit("/club", { form: { email: "Anna@Example.com" } });
    expect(mailed.body).toContain("Anna@Example.com");
    const link = linkIn(it.control.mails.at(-1)?.text);
    expect(link.host).toBe("acme.sites.test:8080");
    const path = link.pathname + link.search;
    // A mail scanner opens the link, and again.
    for (const method of ["GET", "HEAD", "GET"]) {
      const opened = await it.visit(path, { method });
      expect(opened).toMatchObject({ status: 200, headers: { "referrer-policy": "no-referrer" } });
      expect(opened.headers["set-cookie"]).toBeUndefined();
    }
    const foreign = await it.visit("/club", {
      form: { token: tokenIn(it) },
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(foreign.headers["set-cookie"]).toBeUndefined();
    const confirmed = await it.visit("/club", { form: { token: tokenIn(it) } });
    const cookie = confirmed.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    expect(confirmed.body).toContain('content="0;url=/club"');
    const again = await it.visit("/club", { form: { token: tokenIn(it) } });
    expect(again.status).toBe(401);
    expect(again.body).toContain("has been used");
    const opened = await it.visit("/club", { headers: { cookie } });
    expect(opened).toMatchObject({ status: 200, headers: { "cache-control": "private, no-store" } });
    expect(opened.body).toContain("The secret");
    // The cookie of one host is worth nothing on another.
    expect((await it.control.anonymous.get("/v2/visitor/me", { cookie })).status).toBe(401);
    await ask(it);
    const api = { cookie: cookieOf(await verify(it)) };
    expect((await it.visit("/club", { headers: api })).body).not.toContain("The secret");
    const access = { access: [{ handle: "acme", pageSlug: "club", kind: "LOGIN", title: "Spring" }] };
    expect((await it.control.anonymous.get("/v2/visitor/access", api)).body).toMatchObject(access);
    const check = await it.control.client(api).send("POST", "/v2/public/pages/acme/club/access-check");
    expect(check.body).toMatchObject({ allowed: true, reason: "SIGNED_IN", mode: "FREE_WITH_LOGIN" });
  });
});

test("links, sessions and refunds that nobody has a use for any more go, and nothing before that", async () => {
  await using it = await startPages();
  await ask(it);
  await verify(it);
  await it.control.rows(`insert into early_refunds values ('pi_1', ${it.control.now().getTime()})`);
  const left = async () => {
    await sweepVisitors(it.control.deps);
    await sweepPayments(it.control.deps);
    const count = async (table: string) => (await it.control.rows(`select * from ${table}`)).length;
    return [await count("visitor_links"), await count("visitor_sessions"), await count("early_refunds")];
  };
  expect(await left()).toEqual([1, 1, 1]);
  it.control.advance(25 * 60 * MINUTE_MS);
  expect(await left()).toEqual([0, 1, 1]);
  it.control.advance(30 * 24 * 60 * MINUTE_MS);
  expect(await left()).toEqual([0, 0, 0]);
});

test("what a page asks of whom is told to anyone, and of a page that nobody sees nothing is", async () => {
  await using it = await startPages();
  await it.publish("open");
  await it.publish("club", { mode: "FREE_WITH_LOGIN" });
  await it.publish("paid", { mode: "PAID", priceCents: 1900, currency: "eur" });
  await it.creator.put("/v2/handles/acme/pages/draft", { title: "Draft" });
  const check = async (slug: string, handle = "acme") =>
    (await it.control.anonymous.send("POST", `/v2/public/pages/${handle}/${slug}/access-check`)).body;
  expect(await check("open")).toMatchObject({ allowed: true, reason: "PUBLIC" });
  expect(await check("club")).toMatchObject({ allowed: false, reason: "LOGIN_REQUIRED" });
  expect(await check("paid")).toMatchObject({
    allowed: false,
    reason: "PAYMENT_REQUIRED",
    priceCents: 1900,
    currency: "EUR",
  });
  const missing = { error: "not_found", message: "There is no such page." };
  for (const answer of [await check("draft"), await check("none"), await check("open", "nobody")]) {
    expect(answer).toMatchObject(missing);
  }
});

test("a link to a page leads there; one of a page that nobody sees, or half of one, is refused", async () => {
  await using it = await startPages();
  await it.publish("club", { mode: "FREE_WITH_LOGIN" });
  await ask(it, { handle: "acme", pageSlug: "club" });
  expect(linkIn(it.control.mails.at(-1)?.text).href).toMatch(
    /^http:\/\/acme\.sites\.test\/club\?sign-in=visv1_/,
  );
  expect((await ask(it, { handle: "acme", pageSlug: "none" })).status).toBe(404);
  expect((await ask(it, { handle: "acme" })).status).toBe(400);
  expect(await ask(it, {}, "no address")).toMatchObject({ status: 400, body: { error: "invalid_email" } });
  expect(it.control.mails).toHaveLength(1);
});

test("the API's own link does nothing by being opened, and signs in by its button", async () => {
  await using it = await startPages();
  await ask(it);
  const { pathname, search } = linkIn(it.control.mails.at(-1)?.text);
  const { anonymous } = it.control;
  for (let round = 0; round < 2; round++) {
    const opened = await anonymous.get(pathname + search);
    expect(opened.status).toBe(200);
    expect(opened.headers.get("set-cookie")).toBeNull();
  }
  const confirmed = await anonymous.send("POST", pathname + search);
  expect(confirmed.status).toBe(200);
  expect((await anonymous.get("/v2/visitor/me", { cookie: cookieOf(confirmed) })).status).toBe(200);
});

test("a stranger fills nobody's mailbox, and keeps nobody out: what was mailed goes on working", async () => {
  await using it = await startPages({ control: { limits: createLimits() } });
  const from = (address: string) => it.control.client({}, address);
  const asked = async (address: string, email = "anna@example.com") =>
    (await from(address).post("/v2/visitor/auth/magic-link", { email })).status;
  for (let round = 0; round < 5; round++) expect(await asked("192.0.2.7")).toBe(202);
  expect(await asked("192.0.2.7")).toBe(429);
  for (let host = 8; host < 40; host++) expect(await asked(`192.0.2.${host}`)).toBe(202);
  expect(it.control.mails).toHaveLength(5);
  // Anna asks, is told the same as ever, and finds links that work.
  expect(await asked("198.51.100.1")).toBe(202);
  expect((await verify(it)).status).toBe(200);
  expect(await asked("198.51.100.1")).toBe(202);
  expect(it.control.mails).toHaveLength(6);
  expect(await asked("192.0.2.7", "ben@example.com")).toBe(202);
});
