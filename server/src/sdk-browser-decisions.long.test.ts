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

const LISTEN = `window.seen = []; document.addEventListener("switchyard:decision", ({ detail }) => seen.push(detail))`;

/** A visitor of a page that has this in it, and notes every decision it is told of. */
async function visit(body = "") {
  const shop = await open();
  shop.pages.set("/page", { body });
  const someone = await shop.visitor();
  await someone.page.goto(`${shop.shop}/page`);
  await someone.loaded();
  await someone.run(LISTEN);
  return { ...someone, shop, apply: (trigger: string) => someone.run(`switchyard.apply("${trigger}")`) };
}

inBrowser("a banner and a popup can be read, and closed with the button and with Escape", async () => {
  await using someone = await visit(`<button id="before">Here</button>`);
  const { page, shop, apply } = someone;
  const payload = { title: "Sale", text: "Ten percent off", href: "/sale?a=1", hrefText: "See it" };
  await shop.rule("banner", { action: "banner", payload });
  await shop.rule("popup", { action: "popup", payload });
  await page.focus("#before");
  for (const [trigger, role] of [
    ["banner", "region"],
    ["popup", "dialog"],
  ] as const) {
    const box = page.getByRole(role, { name: "Sale" });
    await apply(trigger);
    expect(await box.innerText()).toMatch(/Sale\s+Ten percent off\s+See it/);
    expect(await box.getByRole("link", { name: "See it" }).getAttribute("href")).toBe(
      `${shop.shop}/sale?a=1`,
    );
    await box.getByRole("button", { name: "Close" }).click();
    expect(await box.count()).toBe(0);
    await apply(trigger);
    await apply(trigger);
    expect(await box.count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await box.count()).toBe(0);
    expect(await someone.run("document.activeElement.id")).toBe("before");
  }
  expect(someone.errors).toEqual([]);
});

inBrowser("a call to action has the text and the address that the rule gives it", async () => {
  await using someone = await visit(
    `<a class="cta" href="/a">Old</a><button class="cta">Old</button><p>Old</p>`,
  );
  await someone.shop.rule("swap", {
    action: "cta_swap",
    payload: { selector: ".cta", text: "New", href: "https://example.com/new" },
  });
  await someone.apply("swap");
  expect(await someone.run("document.body.innerHTML")).toContain(
    `<a class="cta" href="https://example.com/new">New</a><button class="cta">New</button><p>Old</p>`,
  );
});

inBrowser("no rule puts markup or script into the page, or leads to anything but a web page", async () => {
  await using someone = await visit(`<a id="cta" href="/a">Old</a>`);
  const { page, shop, run, apply } = someone;
  const markup = `<img src=x onerror="window.hacked = true">`;
  const hostile = [
    "javascript:window.hacked=true",
    " java\nscript:window.hacked=true",
    "data:text/html,x",
    "file:///etc/passwd",
    42,
    null,
    { toString: "x" },
  ];
  for (const href of hostile) {
    await shop.rule("swap", { action: "cta_swap", payload: { selector: "#cta", text: markup, href } });
    await shop.rule("popup", {
      action: "popup",
      payload: { title: markup, text: markup, href, hrefText: markup },
    });
    await apply("swap");
    await apply("popup");
    expect(await page.locator("dialog").innerText()).toContain(markup);
    expect(await page.locator("dialog a, img").count(), JSON.stringify(href)).toBe(0);
    expect(await run("document.querySelector('#cta').href")).toBe(`${shop.shop}/a`);
  }
  await shop.rule("swap", { action: "cta_swap", payload: { selector: ":no-such(" } });
  expect(await apply("swap")).toEqual({ decision: null, ruleId: null, matched: [] });
  expect(await run("window.hacked")).toBeUndefined();
  expect(page.url()).toBe(`${shop.shop}/page`);
  expect(someone.errors).toEqual([]);
});

inBrowser("a redirect leads on, but not to where the visitor is already", async () => {
  await using someone = await visit();
  const { page, shop, apply, run } = someone;
  await shop.rule("here", { action: "redirect", payload: { destinationUrl: `${shop.shop}/page` } });
  await run("window.stays = true");
  await apply("here");
  expect(await run("window.stays")).toBe(true);
  await shop.rule("there", { action: "redirect", payload: { destinationUrl: `${shop.shop}/there` } });
  await Promise.all([page.waitForURL(`${shop.shop}/there`), run("void switchyard.apply('there')")]);
});

inBrowser(
  "the page is told of every decision it asked for, and may prevent what would be shown",
  async () => {
    await using someone = await visit();
    const { page, shop, run, apply } = someone;
    const custom = { action: "custom", payload: { any: ["thing"] } };
    const popup = { action: "popup", payload: { title: "Hello" } };
    await shop.rule("custom", custom);
    await shop.rule("popup", popup);
    await apply("custom");
    await apply("nothing");
    await run("switchyard.resolve('popup')");
    expect(await page.locator("dialog").count()).toBe(0);
    await run(`document.addEventListener("switchyard:decision", (event) => event.preventDefault())`);
    await apply("popup");
    expect(await page.locator("dialog").count()).toBe(0);
    expect(await run("seen")).toEqual([
      { trigger: "custom", decision: custom, ruleId: "custom", matched: ["custom"] },
      { trigger: "popup", decision: popup, ruleId: "popup", matched: ["popup"] },
    ]);
  },
);

inBrowser("what was prefetched is applied without asking again, until there is a new signal", async () => {
  await using someone = await visit();
  const { page, shop, run, apply, calls } = someone;
  await shop.rule("ahead", { action: "banner", payload: { title: "Ahead" } });
  await shop.rule("assign", { action: "segment", payload: { segments: ["keen"] } });
  const ahead = { decision: { action: "banner", payload: { title: "Ahead" } }, ruleId: "ahead" };
  expect(await run("switchyard.prefetch(['ahead', 'assign', 'other'])")).toMatchObject({
    ahead,
    other: { decision: null, ruleId: null },
  });
  await page.context().setOffline(true);
  expect(await apply("ahead")).toEqual(ahead);
  expect(await page.getByRole("region", { name: "Ahead" }).count()).toBe(1);
  await page.context().setOffline(false);
  calls.length = 0;
  await apply("assign");
  await run(`switchyard.signal("new")`);
  await apply("ahead");
  expect(calls.map(({ path }) => path)).toEqual(["chain/resolve", "chain/signals", "chain/resolve"]);
});
