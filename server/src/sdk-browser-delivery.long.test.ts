import type { BrowserContext } from "playwright-core";
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

type Context = { session: string };
/** Longer than it would wait of its own accord. */
const RETRY_SECONDS = 3;
const POLL = { timeout: 60_000 };

/** A visitor who has come by a link, and of whom the API knows so much. */
async function arrive(slug: string) {
  const shop = await open();
  const link = await shop.link(slug, `/${slug}`);
  const someone = await shop.visitor();
  await someone.page.goto(link);
  await someone.loaded();
  const { session } = await someone.run<Context>("switchyard.context()");
  await someone.run("switchyard.resolve('cart')");
  const keys = async () => (await shop.signals(session)).map(({ signalKey }) => signalKey);
  expect(await keys()).toEqual(["page_view"]);
  return { ...someone, shop, session, keys };
}

/** A proxy before the API that has had enough, once. Answers when each request came. */
async function overload(context: BrowserContext, url: string, status: number) {
  const seen: number[] = [];
  await context.route(url, async (route) => {
    if (route.request().method() === "OPTIONS") return route.fallback();
    seen.push(Date.now());
    if (seen.length > 1) return route.fallback();
    const headers = {
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "retry-after",
      "retry-after": String(RETRY_SECONDS),
    };
    return route.fulfill({ status, headers, json: { error: "busy" } });
  });
  return seen;
}

inBrowser("what is said offline arrives once, and in order, when the browser is online again", async () => {
  await using someone = await arrive("offline");
  const { context, run, keys } = someone;
  await context.setOffline(true);
  const converted = run(`switchyard.convert({ eventType: "offline" })`);
  await run(`for (let n = 0; n < 25; n++) switchyard.signal("away", n)`);
  expect(await run("switchyard.resolve('cart')")).toEqual({ decision: null, ruleId: null, matched: [] });
  expect(await keys()).toEqual(["page_view"]);
  await context.setOffline(false);
  await expect.poll(keys, POLL).toHaveLength(26);
  expect(await converted).toMatchObject({ accepted: true });
  await run("switchyard.resolve('cart')");
  const values = (await someone.shop.signals(someone.session)).map(({ signalValue }) => signalValue);
  expect(values).toEqual(["/offline", ...Array.from({ length: 25 }, (_, n) => String(n))]);
  expect(await someone.shop.conversions("offline")).toHaveLength(1);
  expect(someone.errors).toEqual([]);
});

inBrowser.each([
  ["right", 0, [true]],
  ["an hour ahead", 3_600_000, [true, false]],
])("by a clock that is %s a late signal arrives, as given then if that can be", async (_, ahead, told) => {
  await using someone = await arrive(`late-${ahead}`);
  const { context, page, run, keys } = someone;
  const givenAt = Date.now() + ahead;
  await page.clock.install({ time: givenAt });
  await context.setOffline(true);
  await run(`switchyard.signal("late"); switchyard.resolve("cart")`);
  await page.clock.fastForward(20_000);
  someone.calls.length = 0;
  await context.setOffline(false);
  await expect.poll(keys, POLL).toEqual(["page_view", "late"]);
  const areTimed = () =>
    someone.calls.map(({ body }) => {
      const [signal] = (body?.["signals"] ?? []) as { occurredAt?: string }[];
      return Math.abs(Date.parse(signal?.occurredAt ?? "") - givenAt) < 5_000;
    });
  await expect.poll(areTimed, POLL).toEqual(told);
});

inBrowser("a page that comes back out of the browser's memory goes on with what it had, once", async () => {
  await using someone = await arrive("back");
  const { context, run, keys } = someone;
  await context.setOffline(true);
  await run(`switchyard.signal("kept"); switchyard.resolve("cart")`);
  await run(`dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))`);
  expect(JSON.stringify(await someone.stored())).toContain("kept");
  await run(`dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))`);
  expect(JSON.stringify(await someone.stored())).not.toContain("kept");
  await context.setOffline(false);
  await expect.poll(keys, POLL).toEqual(["page_view", "kept"]);
  await run(`switchyard.signal("next"); switchyard.resolve("cart")`);
  expect(await keys()).toEqual(["page_view", "kept", "next"]);
});

inBrowser("no more than fifty wait, and the oldest give way", async () => {
  await using someone = await arrive("crowd");
  await someone.context.setOffline(true);
  await someone.run(`for (let n = 0; n < 70; n++) switchyard.signal("crowd", n)`);
  await someone.context.setOffline(false);
  await expect.poll(someone.keys, POLL).toHaveLength(51);
  const values = (await someone.shop.signals(someone.session)).map(({ signalValue }) => signalValue);
  expect(values).toEqual(["/crowd", ...Array.from({ length: 50 }, (_, n) => String(n + 20))]);
});

inBrowser.each([429, 503])(
  "after a %i with Retry-After it waits so long, and each thing arrives once",
  async (status) => {
    await using someone = await arrive(`busy-${status}`);
    const { context, run, keys, shop } = someone;
    const signals = await overload(context, `${shop.api}/v2/public/chain/signals`, status);
    const conversions = await overload(context, `${shop.api}/v2/public/conversions`, status);
    await run(`switchyard.signal("busy")`);
    expect(await run("switchyard.convert()")).toMatchObject({ accepted: true, deduplicated: false });
    await expect.poll(keys, POLL).toEqual(["page_view", "busy"]);
    for (const [first = 0, second = 0, ...more] of [signals, conversions]) {
      expect(second - first).toBeGreaterThanOrEqual(RETRY_SECONDS * 1000);
      expect(more).toEqual([]);
    }
    await run("switchyard.resolve('cart')");
    expect(await keys()).toEqual(["page_view", "busy"]);
    expect(await shop.conversions(`busy-${status}`)).toHaveLength(1);
  },
);

inBrowser("a bad signal is refused alone, and a full session is not asked again", async () => {
  await using someone = await arrive("full");
  const { run, calls, keys } = someone;
  await run(
    `switchyard.signal("no key at all"); switchyard.signal("good"); switchyard.signal("loop", 1, { metadata: window })`,
  );
  await expect.poll(keys, POLL).toEqual(["page_view", "good"]);
  for (let batch = 0; batch < 10; batch++) {
    await run(`for (let n = 0; n < 20; n++) switchyard.signal("fill", n); switchyard.resolve("cart")`);
  }
  expect(await keys()).toHaveLength(200);
  await run(`switchyard.signal("too", "many"); switchyard.resolve("cart")`);
  const refusals = calls.filter(({ path, status }) => path === "chain/signals" && status === 429);
  expect(refusals).toHaveLength(1);
  calls.length = 0;
  await run("switchyard.resolve('cart')");
  expect(calls.map(({ path }) => path)).toEqual(["chain/resolve"]);
  expect(someone.errors).toEqual([]);
});

inBrowser("what a page says as it is left arrives, and its forms wait for nothing", async () => {
  const shop = await open();
  shop.pages.set("/leaving", {
    body: `<form data-sw-convert="lead" action="/thanks"><input name="email" value="ann@example.com"><button>Send</button></form>
      <a href="/thanks" data-sw-signal="pricing" data-sw-value="pro"><b>Prices</b></a>
      <form action="/thanks"><button>Search</button></form>`,
  });
  await using someone = await arrive("leaving");
  const { page, keys, calls } = someone;
  await page.getByText("Prices").click();
  await page.waitForURL("**/thanks");
  await expect.poll(keys, POLL).toContain("pricing");
  expect(await shop.signals(someone.session)).toContainEqual({
    ...{ signalKey: "pricing", signalValue: "pro", metadata: null },
  });
  await page.goto(`${shop.shop}/leaving`);
  await someone.loaded();
  await page.getByText("Search").click();
  await page.goto(`${shop.shop}/leaving`);
  await someone.loaded();
  await page.getByText("Send").click();
  await page.waitForURL("**/thanks?email=ann%40example.com");
  await expect.poll(() => shop.conversions("leaving"), POLL).toMatchObject([{ eventType: "lead" }]);
  expect(JSON.stringify(calls)).not.toContain("ann@example.com");
  expect(someone.errors).toEqual([]);
});

inBrowser(
  "what is said last arrives though the page is gone before the API could be asked for leave",
  async () => {
    await using someone = await arrive("gone");
    const { page, run, keys, shop } = someone;
    await run(`void switchyard.convert(); switchyard.signal("gone"); location.href = "about:blank"`);
    await page.waitForURL("about:blank");
    await expect.poll(keys, POLL).toEqual(["page_view", "gone"]);
    await expect.poll(() => shop.conversions("gone"), POLL).toHaveLength(1);
  },
);

inBrowser("what cannot be sent before the page is left is sent once by the next", async () => {
  await using someone = await arrive("later");
  const { context, page, run, keys, shop } = someone;
  await context.route(`${shop.api}/v2/**`, (route) => route.abort());
  await run(`switchyard.signal("late"); switchyard.resolve("cart")`);
  await run(`void switchyard.convert({ eventType: "late", idempotencyKey: "order-1" })`);
  await page.goto(`${shop.shop}/elsewhere`);
  await someone.loaded();
  await page.goto(`${shop.shop}/elsewhere`);
  await context.unroute(`${shop.api}/v2/**`);
  await page.reload();
  await expect.poll(keys, POLL).toEqual(["page_view", "late", "page_view", "page_view", "page_view"]);
  await expect.poll(() => shop.conversions("later"), POLL).toHaveLength(1);
  await page.reload();
  await someone.loaded();
  await run("switchyard.resolve('cart')");
  expect((await keys()).filter((key) => key === "late")).toHaveLength(1);
  expect(JSON.stringify(await someone.stored())).not.toMatch(/late|order-1/);
  expect(someone.errors).toEqual([]);
});
