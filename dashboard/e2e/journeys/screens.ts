import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { HANDLE, type Journey } from "#e2e/journey.ts";

/** Addresses, and after each `>` the name of what is pressed there. */
const SCREENS = {
  analytics: `${HANDLE}/analytics?bots=true`,
  links: `${HANDLE}/links`,
  link: `${HANDLE}/links/new-launch`,
  "new-link": `${HANDLE}/links/new`,
  tokens: `${HANDLE}/settings/tokens`,
  webhooks: `${HANDLE}/webhooks`,
  audit: `${HANDLE}/audit`,
  start: "start?new=true",
  campaigns: `${HANDLE}/campaigns`,
  "new-campaign": `${HANDLE}/campaigns > New campaign`,
  campaign: `${HANDLE}/campaigns/spring`,
  "campaign-edit": `${HANDLE}/campaigns/spring > Edit`,
} as const;
const OUTSIDE = {
  "sign-in": "sign-in",
  "sign-up": "signup",
  forgot: "forgot-password",
  reset: "reset-password#token=x",
};

type Finding = {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
};

export const screens: readonly Journey[] = [
  {
    name: "every screen, narrow and wide, light and dark, has nothing that keeps somebody out",
    walk: async ({ origin, open, openSignedIn }) => {
      const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
      const found: string[] = [];
      const look = async (page: Page, screens: Readonly<Record<string, string>>) => {
        for (const [name, way] of Object.entries(screens)) {
          const [path, ...names] = way.split(" > ");
          await page.goto(`${origin}/app/${path}`);
          await page.getByRole("heading", { level: 1 }).waitFor();
          for (const one of names) await goOn(page, one);
          await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
          for (const { width, scheme, isAsked } of LOOKS) {
            await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
            await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
            await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
            const file = join(import.meta.dirname, `../screenshots/${name}-${width}-${scheme}.png`);
            await page.screenshot({ path: file, fullPage: width < 600, animations: "disabled" });
            if (isAsked)
              found.push(...(await findingsOf(page, axe)).map((one) => `${name} ${width} ${scheme}: ${one}`));
          }
        }
      };
      await look(await open(), OUTSIDE);
      await look(await openSignedIn(), SCREENS);
      if (found.length > 0) throw new Error([...new Set(found)].join("\n    "));
    },
  },
];

/** Presses what has this name, so that a dialog or another part of a screen is there to look at. */
async function goOn(page: Page, name: string): Promise<void> {
  const exactly = { name, exact: true };
  const roles = ["button", "tab", "menuitem", "link"] as const;
  const [first, ...others] = roles.map((role) => page.getByRole(role, exactly));
  await others
    .reduce((one, other) => one.or(other), first as NonNullable<typeof first>)
    .first()
    .click();
}

/** All four are photographed; two of them, with each width and each scheme once, are put to axe. */
const LOOKS = [
  { width: 1440, scheme: "light", isAsked: true },
  { width: 1440, scheme: "dark", isAsked: false },
  { width: 390, scheme: "light", isAsked: false },
  { width: 390, scheme: "dark", isAsked: true },
] as const;

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
