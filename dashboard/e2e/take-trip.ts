import type { Browser, BrowserContext, Page } from "playwright-core";
import { type Journey, OWNER, type Trip } from "./journey.ts";

type Installation = { readonly origin: string; readonly appOrigin: string };

const STEP_MS = 30_000;

/** Walks one journey, and answers what went wrong: also what only the browser's console says, and any request elsewhere. */
export async function takeTrip(
  browser: Browser,
  { origin, appOrigin }: Installation,
  { walk }: Journey,
): Promise<string[]> {
  const wrong: string[] = [];
  const contexts: BrowserContext[] = [];
  const open: Trip["open"] = async ({ width = 1440, scheme = "light", forgives } = {}) => {
    const context = await browser.newContext({
      viewport: { width, height: width < 600 ? 844 : 900 },
      colorScheme: scheme,
      reducedMotion: "reduce",
      acceptDownloads: true,
    });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    listen(page, wrong, forgives);
    return page;
  };
  const openSignedIn: Trip["openSignedIn"] = async (options) => {
    const page = await open(options);
    await page.goto(`${origin}/app/sign-in`);
    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.locator('input[autocomplete$="-password"]').fill(OWNER.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/app\/(acme|start)/);
    return page;
  };
  try {
    await walk({ browser, origin, appOrigin, open, openSignedIn, contexts });
  } catch (thrown) {
    wrong.push(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
    await contexts
      .at(-1)
      ?.pages()[0]
      ?.screenshot({ path: `${import.meta.dirname}/screenshots/failed.png` })
      .catch(() => undefined);
  }
  for (const context of contexts) await context.close();
  return wrong;
}

function listen(page: Page, wrong: string[], forgives: RegExp | undefined): void {
  page.on("console", (message) => {
    if (forgives?.test(message.text())) return;
    if (message.type() === "error" || message.type() === "warning") wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`page: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isOwn = !/^https?:$/.test(protocol) || /(^|\.)localhost$/.test(hostname);
    if (!isOwn) wrong.push(`asked elsewhere: ${request.url()}`);
  });
}
