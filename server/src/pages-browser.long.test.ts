import { mkdir } from "node:fs/promises";
import axe, { type AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { createEdgePages } from "#features/payments/index.ts";
import { chromiumPath, launchChromium } from "#testing/launch-chromium.ts";
import { ACME, openInBrowser } from "#testing/open-in-browser.ts";
import { everyBlock } from "#testing/sample-page.ts";
import { startPages } from "#testing/start-pages.ts";
import { XSS_VECTORS } from "#testing/xss-vectors.ts";

const SHOTS = "artefacts/pages";
const inBrowser = test.skipIf(chromiumPath === undefined);
let launched: Promise<Browser> | undefined;
const browser = () => {
  launched ??= launchChromium();
  return launched;
};
afterAll(async () => (await launched)?.close());

const edge = (deps: Parameters<typeof createEdgePages>[0]) => ({ visitors: createEdgePages(deps) });
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong with a page for whoever does not see, point or read as its author does. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { iframes: false, runOnly: ${JSON.stringify(RULES)} })`,
  );
  const wide = await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  return wide ? [...found, "it is wider than the screen"] : found;
}

/** The page with everything by every light and width, all others by two. */
const SIGHTS = [
  [390, "light", ["/every", "/rtl", "/paid", "/"]],
  [390, "dark", ["/every"]],
  [1440, "light", ["/every"]],
  [1440, "dark", ["/every", "/rtl", "/paid", "/"]],
] as const;

const WORDS = "Bread from the old harbour";

inBrowser(
  "pages can be read and used by everybody, on narrow and wide screens, by light and dark",
  async () => {
    await using it = await startPages({ edge });
    await mkdir(SHOTS, { recursive: true });
    await it.publish("every", { title: WORDS, blocks: everyBlock(WORDS), theme: { accent: "#ffcc00" } });
    await it.publish("rtl", { title: "خبز الميناء", language: "ar", blocks: everyBlock("خبز طازج كل صباح") });
    await it.publish("paid", { mode: "PAID", priceCents: 1900, currency: "EUR" });
    await it.creator.put("/v2/handles/acme/links/shop", {
      destinationUrl: "https://example.com/",
      title: "Shop",
    });
    await it.creator.put("/v2/handles/acme/profile", { displayName: WORDS, bio: "Since 1931" });
    const socials = [{ label: "Mastodon", url: "https://social.example/@acme" }];
    await it.creator.put("/v2/handles/acme/link-page", {
      links: [{ slug: "shop" }, { slug: "every" }],
      socials,
    });
    for (const [width, colorScheme, paths] of SIGHTS) {
      const viewport = { width, height: 900 };
      await using someone = await openInBrowser(await browser(), it, { viewport, colorScheme });
      for (const path of paths) {
        await someone.page.goto(ACME + path);
        expect(await barriers(someone.page), `${path} ${width} ${colorScheme}`).toEqual([]);
        const name = path === "/" ? "root" : path.slice(1);
        await someone.page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png` });
      }
      expect(someone.errors, `${width} ${colorScheme}`).toEqual([]);
    }
  },
  120_000,
);

inBrowser(
  "everything on a page can be reached with the keyboard, and what has the focus can be seen",
  async () => {
    await using it = await startPages();
    await it.publish("every", { title: WORDS, blocks: everyBlock(WORDS) });
    await using someone = await openInBrowser(await browser(), it);
    const { page } = someone;
    await page.goto(`${ACME}/every`);
    const seen = new Set<string>();
    for (let press = 0; press < 25; press++) {
      await page.keyboard.press("Tab");
      const [name, outline] = await page.evaluate<[string, string]>(
        "[document.activeElement.tagName + (document.activeElement.name ?? ''), getComputedStyle(document.activeElement).outlineStyle]",
      );
      seen.add(name);
      if (name !== "BODY" && !name.startsWith("IFRAME")) expect(outline, name).toBe("solid");
    }
    for (const name of ["A", "SUMMARY", "INPUTemail", "SELECTsize", "TEXTAREAwords", "BUTTON"]) {
      expect([...seen]).toContain(name);
    }
    expect([...seen]).not.toContain("INPUThp_website");
    expect(await page.textContent(".countdown time")).toMatch(/^\d+d \d\d:\d\d:\d\d$/);
  },
);

inBrowser(
  "a page for whoever signs in is opened by its form, a mail and a button, without any script",
  async () => {
    await using it = await startPages({ edge });
    await it.publish("club", {
      title: "The club",
      mode: "FREE_WITH_LOGIN",
      blocks: [{ type: "text", markdown: "Inside" }],
    });
    await using someone = await openInBrowser(await browser(), it, { javaScriptEnabled: false });
    const { page } = someone;
    await page.goto(`${ACME}/club`);
    await page.getByLabel("E-mail address").fill("anna@example.com");
    await page.getByRole("button", { name: "Send me the link" }).click();
    await page.getByText("We have sent a link").waitFor();
    const token = /sign-in=(\S+)/.exec(it.control.mails[0]?.text ?? "")?.[1];
    await page.goto(`${ACME}/club?sign-in=${token}`);
    await page.getByRole("button", { name: "Open the page" }).click();
    await page.waitForURL(`${ACME}/club`);
    expect(await page.textContent("main")).toContain("Inside");
    const [cookie] = await someone.context.cookies();
    expect(cookie).toMatchObject({
      name: "_sy_visitor",
      httpOnly: true,
      sameSite: "Lax",
      domain: "acme.sites.test",
    });
    expect(someone.errors).toEqual([]);
  },
);

inBrowser("no known payload runs in a real browser, wherever it stands", async () => {
  await using it = await startPages();
  await using someone = await openInBrowser(await browser(), it);
  const vectors = XSS_VECTORS.filter((one) => !one.includes("\0") && one.trim() !== "");
  const text = vectors.map((one) => ({ type: "text", markdown: one }));
  const faq = { type: "faq", items: vectors.slice(0, 100).map((one) => ({ question: one, answer: one })) };
  const html = { type: "html", title: vectors[0], html: vectors.join("\n") };
  await it.publish("one", {
    title: vectors.join(" ").slice(0, 200),
    blocks: [faq, html, ...text.slice(0, 80)],
  });
  await it.publish("two", { title: '"><script>alert(1)</script>', blocks: text.slice(80) });
  for (const slug of ["one", "two"]) {
    const answer = await someone.page.goto(`${ACME}/${slug}`);
    expect(answer?.status()).toBe(200);
    // Whatever waits for a pointer, the focus or a failure is given it.
    await someone.page.evaluate(`for (const one of document.querySelectorAll("*")) {
      for (const kind of ["mouseover", "focus", "blur", "click", "toggle", "error", "load", "animationstart"])
        one.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true }));
    }`);
  }
  const blocked = (error: string) => /Content Security Policy|sandboxed|Failed to load resource/.test(error);
  expect(someone.errors.filter((error) => !blocked(error))).toEqual([]);
});
