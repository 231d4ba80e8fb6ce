import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { HANDLE, type Journey } from "../journey.ts";

const SCREENS = {
  analytics: `${HANDLE}/analytics?bots=true`,
  links: `${HANDLE}/links`,
  link: `${HANDLE}/links/new-launch`,
  "new-link": `${HANDLE}/links/new`,
  tokens: `${HANDLE}/settings/tokens`,
  start: "start?new=true",
} as const;
const OUTSIDE = { "sign-in": "sign-in", "sign-up": "signup", forgot: "forgot-password", reset: "reset-password#token=x" };

type Finding = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] };

export const screens: Journey = {
  name: "every screen, narrow and wide, light and dark, has nothing that keeps somebody out",
  walk: async ({ origin, open, openSignedIn }) => {
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const found: string[] = [];
    for (const scheme of ["light", "dark"] as const) {
      for (const width of [390, 1440]) {
        const look = async (page: Page, screenshots: Readonly<Record<string, string>>) => {
          for (const [name, path] of Object.entries(screenshots)) {
            await page.goto(`${origin}/app/${path}`);
            await page.getByRole("heading", { level: 1 }).waitFor();
            await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
            const file = join(import.meta.dirname, `../screenshots/${name}-${width}-${scheme}.png`);
            await page.waitForTimeout(150);
            await page.screenshot({ path: file, fullPage: width < 600 });
            found.push(...(await findingsOf(page, axe)).map((one) => `${name} ${width} ${scheme}: ${one}`));
          }
        };
        await look(await open({ width, scheme }), OUTSIDE);
        await look(await openSignedIn({ width, scheme }), SCREENS);
      }
    }
    if (found.length > 0) throw new Error([...new Set(found)].join("\n    "));
  },
};

/** What axe finds serious or critical, and whatever is wider than the window. */
async function findingsOf(page: Page, axe: string): Promise<string[]> {
  await page.evaluate(axe);
  const violations = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  )) as readonly Finding[];
  const isWide = await page.evaluate("document.documentElement.scrollWidth > innerWidth + 1");
  return [
    ...violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.slice(0, 4).map(({ html }) => `${id}: ${html.slice(0, 260)}`)),
    ...(isWide === true ? ["it is wider than the window"] : []),
  ];
}
