import { afterAll, expect, test } from "vitest";
import { chromiumPath } from "#testing/launch-chromium.ts";
import { startShop } from "#testing/start-shop.ts";

const inBrowser = test.skipIf(chromiumPath === undefined);
let started: ReturnType<typeof startShop> | undefined;
const open = () => {
  started ??= startShop();
  return started;
};
afterAll(async () => (await started)?.[Symbol.asyncDispose]());

type Context = { session: string; slug: string; consent: string };
const POLL = { timeout: 60_000 };

inBrowser(
  "a click is followed to its conversion, which counts once however often the page says so",
  async () => {
    const shop = await open();
    await shop.rule(
      "cart",
      { action: "custom", payload: { offer: 10 } },
      { all: [{ signalKey: "page_view" }] },
    );
    const link = await shop.link("walk", "/walk?size=9%2F10&x#here");
    await using someone = await shop.visitor();
    const { page, run, calls } = someone;
    await page.goto(link);
    await someone.loaded();
    expect(page.url()).toBe(`${shop.shop}/walk?size=9%2F10&x#here`);
    const context = await run<Context>("switchyard.context()");
    expect(context).toMatchObject({ valid: true, handle: "acme", slug: "walk", consent: "basic" });
    const resolution = await run("switchyard.resolve('cart')");
    const decision = { action: "custom", payload: { offer: 10 } };
    expect(resolution).toEqual({ decision, ruleId: "cart", matched: ["cart"] });
    const view = { signalKey: "page_view", signalValue: "/walk", metadata: { title: "Shop /walk" } };
    expect(await shop.signals(context.session)).toEqual([view]);
    const buy = `switchyard.convert({ eventType: "purchase", value: "49.90", currency: "EUR" })`;
    const first = await run<{ conversionId: string }>(buy);
    expect(first).toMatchObject({ accepted: true, deduplicated: false });
    expect(await run(buy)).toEqual({ ...first, deduplicated: true });
    calls.length = 0;
    await page.reload();
    await someone.loaded();
    expect(await run(buy)).toEqual({ ...first, deduplicated: true });
    expect(await run<Context>("switchyard.context()")).toEqual(context);
    expect(calls.map(({ path }) => path)).not.toContain("context");
    expect(await shop.conversions("walk")).toMatchObject([{ value: "49.90", eventType: "purchase" }]);
    await expect.poll(() => shop.signals(context.session), POLL).toEqual([view, view]);
    expect(Object.keys(await someone.stored())).toEqual(["switchyard"]);
    expect(await run("Object.keys(window).filter((name) => /switch|sdk/i.test(name))")).toEqual([
      "switchyard",
    ]);
    expect(someone.errors).toEqual([]);
  },
);

inBrowser("at an origin that is not on the list nothing arrives, and the page sees no failure", async () => {
  const shop = await open();
  const link = await shop.link("astray", "/astray", shop.stranger);
  await using someone = await shop.visitor();
  const { page, run, calls } = someone;
  await page.goto(link);
  await someone.loaded();
  expect(page.url()).toBe(`${shop.stranger}/astray`);
  expect(await run("switchyard.context()")).toBe(null);
  expect(await run("switchyard.convert()")).toMatchObject({ accepted: false, error: "origin_not_allowed" });
  expect(await run("switchyard.resolve('cart')")).toEqual({ decision: null, ruleId: null, matched: [] });
  expect(await run("switchyard.prefetch(['cart'])")).toEqual({});
  await run("switchyard.signal('looked')");
  await page.reload();
  await someone.loaded();
  await run("switchyard.resolve('cart')");
  expect(calls.map(({ path }) => path)).toContain("context");
  expect(calls.filter(({ status }) => status !== 403)).toEqual([]);
  expect(await shop.conversions("astray")).toEqual([]);
  expect(someone.errors).toEqual([]);
});

inBrowser(
  "under a policy that allows the API and nothing else it works whole, without a violation",
  async () => {
    const shop = await open();
    await shop.rule("greet", { action: "popup", payload: { title: "Hello", href: "/offer" } });
    const policy = `default-src 'none'; script-src ${shop.api}; connect-src ${shop.api}; require-trusted-types-for 'script'`;
    shop.pages.set("/strict", { headers: { "content-security-policy": policy } });
    const link = await shop.link("strict", "/strict");
    await using someone = await shop.visitor();
    const { page, run } = someone;
    await page.goto(link);
    await expect.poll(() => run("typeof window.switchyard?.convert"), POLL).toBe("function");
    await run("switchyard.apply('greet')");
    expect(await page.getByRole("dialog", { name: "Hello" }).isVisible()).toBe(true);
    expect(await run(`getComputedStyle(document.querySelector("dialog")).padding`)).toBe("16px");
    expect(await run("switchyard.convert()")).toMatchObject({ accepted: true });
    const { session } = await run<Context>("switchyard.context()");
    expect(await shop.signals(session)).toMatchObject([{ signalKey: "page_view" }]);
    expect(someone.errors).toEqual([]);
  },
);

inBrowser.each(["globalPrivacyControl: true", `doNotTrack: "1"`])(
  "with { %s } nothing is stored, and a session is of one page",
  async (wish) => {
    const shop = await open();
    const link = await shop.link("private", "/private");
    await using someone = await shop.visitor();
    const { page, run, calls } = someone;
    await page.goto(link);
    await someone.loaded();
    const { session: known } = await run<Context>("switchyard.context()");
    expect(Object.keys(await someone.stored())).toEqual(["switchyard"]);
    await page.addInitScript(
      `Object.defineProperties(navigator, Object.getOwnPropertyDescriptors({ ${wish} }))`,
    );
    calls.length = 0;
    await page.goto(link);
    await someone.loaded();
    await run("switchyard.signal('looked')");
    expect(await run("switchyard.convert()")).toMatchObject({ accepted: true });
    await run("switchyard.resolve('cart')");
    expect(await someone.stored()).toEqual({});
    await page.reload();
    await someone.loaded();
    expect(await run("switchyard.context()")).toBe(null);
    await run("switchyard.resolve('cart')");
    expect(await someone.stored()).toEqual({});
    const sent = calls.filter(({ path }) => path === "chain/signals");
    // A slow machine may send a page's signals in more than one batch.
    const sessions = [...new Set(sent.map(({ body }) => body?.["sessionId"]))];
    expect(sessions).toHaveLength(2);
    expect(sessions).not.toContain(known);
    for (const session of sessions) expect(session).toMatch(/^[\w-]{22}$/);
    const [first] = sessions;
    expect(await shop.signals(String(first))).toMatchObject([
      { signalKey: "page_view" },
      { signalKey: "looked" },
    ]);
    expect(someone.errors).toEqual([]);
  },
);

inBrowser("of whoever refused on the way here nothing is kept once the click has said so", async () => {
  const shop = await open();
  const link = await shop.link("refused", "/refused");
  await using someone = await shop.visitor({ extraHTTPHeaders: { "sec-gpc": "1" } });
  const { page, run } = someone;
  await page.goto(link);
  await someone.loaded();
  expect(await run<Context>("switchyard.context()")).toMatchObject({ consent: "denied", session: "" });
  expect(await run("switchyard.convert()")).toMatchObject({ accepted: true });
  await run("switchyard.resolve('cart')");
  expect(await someone.stored()).toEqual({});
  expect(await shop.conversions("refused")).toHaveLength(1);
});

inBrowser(
  "what is forged or the page's own is no click, and a visitor without one has a session a tab",
  async () => {
    const shop = await open();
    await using someone = await shop.visitor();
    const { page, run, calls } = someone;
    await page.goto(`${shop.shop}/plain?ctx=of-the-page`);
    await someone.loaded();
    expect(page.url()).toBe(`${shop.shop}/plain?ctx=of-the-page`);
    expect(await run("switchyard.convert()")).toMatchObject({ accepted: false, error: "no_context" });
    await run("switchyard.resolve('cart')");
    await page.goto(`${shop.shop}/plain?ctx=c1.forged.forged`);
    await someone.loaded();
    expect(page.url()).toBe(`${shop.shop}/plain`);
    expect(await run("switchyard.context()")).toBe(null);
    expect(await run("switchyard.convert()")).toMatchObject({ accepted: false, error: "no_context" });
    await run("switchyard.resolve('cart')");
    const sessions = calls.flatMap(({ body }) => body?.["sessionId"] ?? []);
    expect(sessions).toHaveLength(4);
    expect(new Set(sessions).size).toBe(1);
    expect(sessions[0]).toMatch(/^[\w-]{22}$/);
    expect(someone.errors).toEqual([]);
  },
);

inBrowser(
  "calls that were queued before it came are made, once, however often it is loaded, and nothing else",
  async () => {
    const shop = await open();
    const queue = `window.switchyard = window.switchyard || [];
    switchyard.push(["signal", "early", 7, { confidence: 0.5, metadata: { from: "queue" } }], ["no such call"], null);
    switchyard.push((api) => api.resolve("cart").then((found) => { window.found = found }));`;
    const script = shop.script.replace("<script", `<script data-auto="off" data-forms="off"`);
    const body = `<b data-sw-signal="clicked">Click</b>`;
    shop.pages.set("/queue", { head: `<script>${queue}</script>`, script: `${script}${script}`, body });
    shop.pages.set("/nameless", { script: shop.script.replace(/ data-handle="acme"/, "") });
    await using someone = await shop.visitor();
    const { page, run, calls } = someone;
    await page.goto(`${shop.shop}/queue`);
    await expect.poll(() => run("window.found"), POLL).toBeDefined();
    await page.getByText("Click").click();
    await run("switchyard.resolve('cart')");
    const told = calls.filter(({ path }) => path === "chain/signals");
    expect(told).toHaveLength(1);
    expect(await shop.signals(String(told[0]?.body?.["sessionId"]))).toEqual([
      { signalKey: "early", signalValue: "7", metadata: { from: "queue" } },
    ]);
    await page.goto(`${shop.shop}/nameless`, { waitUntil: "networkidle" });
    expect(await run("typeof window.switchyard")).toBe("undefined");
    expect(someone.errors).toEqual([]);
  },
);

inBrowser("a click is forgotten after thirty days", async () => {
  const shop = await open();
  const link = await shop.link("long-ago", "/old");
  await using someone = await shop.visitor();
  const { page, run, calls } = someone;
  await page.goto(link);
  await someone.loaded();
  expect(await run("switchyard.context()")).toMatchObject({ slug: "long-ago" });
  await page.clock.install({ time: Date.now() + 31 * 86_400_000 });
  calls.length = 0;
  await page.reload();
  await someone.loaded();
  expect(await run("switchyard.context()")).toBe(null);
  expect(await run("switchyard.convert()")).toMatchObject({ accepted: false, error: "no_context" });
  expect(await run("localStorage.switchyard")).not.toMatch(/c1\.|long-ago/);
  expect(calls.map(({ path }) => path)).not.toContain("context");
});

inBrowser("a page that nobody has seen yet says nothing", async () => {
  const shop = await open();
  await using someone = await shop.visitor();
  const { page, run, calls } = someone;
  await page.addInitScript(`Object.defineProperty(Document.prototype, "prerendering", { value: true })`);
  await page.goto(`${shop.shop}/ahead`, { waitUntil: "networkidle" });
  expect(await run("typeof window.switchyard")).toBe("undefined");
  expect(await someone.stored()).toEqual({});
  await run(`document.dispatchEvent(new Event("prerenderingchange"))`);
  await run("switchyard.resolve('cart')");
  expect(calls.map(({ path }) => path)).toEqual(["chain/signals", "chain/resolve"]);
});
