import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { chooseLink } from "#e2e/choose-link.ts";
import { HANDLE, type Journey } from "#e2e/journey.ts";

/** Addresses, and after each `>` the name of what is pressed there. */
const SCREENS = {
  analytics: `${HANDLE}/analytics?bots=true`,
  links: `${HANDLE}/links`,
  link: `${HANDLE}/links/new-launch`,
  "new-link": `${HANDLE}/links/new`,
  tokens: `${HANDLE}/settings/tokens`,
  webhooks: `${HANDLE}/webhooks`,
  team: `${HANDLE}/settings/team`,
  audit: `${HANDLE}/audit`,
  functions: `${HANDLE}/functions`,
  function: `${HANDLE}/functions/orders`,
  notifications: `${HANDLE}/settings/notifications`,
  profile: `${HANDLE}/settings/profile`,
  account: `${HANDLE}/account`,
  usage: `${HANDLE}/settings/usage`,
  domains: `${HANDLE}/domains`,
  files: `${HANDLE}/files`,
  sites: `${HANDLE}/sites`,
  pages: `${HANDLE}/pages`,
  page: `${HANDLE}/pages/spring-at-the-bakery`,
  start: "start?new=true",
  campaigns: `${HANDLE}/campaigns`,
  campaign: `${HANDLE}/campaigns/spring`,
  leads: `${HANDLE}/leads`,
  personalization: `${HANDLE}/personalization`,
  chain: `${HANDLE}/chain`,
} as const;
const OUTSIDE = {
  "sign-in": "sign-in",
  "sign-up": "signup",
  forgot: "forgot-password",
  reset: "reset-password#token=x",
};

/** What is looked at only once it has been opened. */
const OPENED: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  "team account": async (page) => {
    await page.getByRole("button", { name: /^Account of / }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
  },
  "analytics map": async (page) => {
    await page.getByRole("button", { name: "Map", exact: true }).click();
    await page
      .getByRole("img", { name: /^A map of the world/ })
      .locator("canvas")
      .waitFor();
  },
  "files send": async (page) => {
    const file = { name: "prices.txt", mimeType: "text/plain", buffer: Buffer.from("Prices") };
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.getByRole("dialog").getByText("People I name").click();
  },
  "sites deploy": (page) =>
    page.locator('input[data-folder="false"]').setInputFiles({
      ...{ name: "about.html", mimeType: "text/html", buffer: Buffer.from("About") },
    }),
  "sites mode": async (page) => {
    await page.getByRole("button", { name: "Change what it shows" }).click();
    await page.getByRole("radio", { name: "Another address" }).click();
  },
  "sites preview": async (page) => {
    await page.getByRole("button", { name: "Preview" }).first().click();
    await page.getByRole("link", { name: "Open the preview" }).waitFor();
  },
  "campaigns create": (page) => page.getByRole("button", { name: "New campaign" }).click(),
  "campaign edit": (page) => page.getByRole("tab", { name: "Edit" }).click(),
  "leads one": async (page) => {
    await page.getByRole("button", { name: /^Grace/ }).click();
    await page.getByRole("dialog").getByText("Where it came from").waitFor();
  },
  "leads forms": async (page) => {
    await page.getByRole("tab", { name: "Forms" }).click();
    await page.getByLabel("Mail of every lead to").waitFor();
  },
  "leads form": async (page) => {
    await page.getByRole("tab", { name: "Forms" }).click();
    await page.getByRole("button", { name: "Change the form contact" }).click();
  },
  "leads erase": (page) => page.getByRole("button", { name: "Erase a person" }).click(),
  "personalization try": async (page) => {
    await chooseLink(page, "new-launch");
    await page
      .getByText(/does not fit/)
      .first()
      .waitFor();
  },
  "personalization rule": (page) => page.getByRole("button", { name: "Edit the rule austria" }).click(),
  "chain rule": async (page) => {
    await page.getByRole("button", { name: "Edit the rule cart" }).click();
    await page.getByRole("button", { name: "Add something they have done" }).click();
  },
  "chain session": async (page) => {
    await page.getByRole("tab", { name: "Sessions" }).click();
    await page.getByLabel("Session", { exact: true }).fill("session-of-the-journey");
    await page.getByRole("button", { name: "Look" }).click();
    await page.getByText("page_view: 1").waitFor();
  },
  "pages create": (page) => page.getByRole("button", { name: "New page" }).click(),
  "page block": async (page) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: /^7\. Form/ }).click();
    await page.frameLocator("iframe").getByRole("heading").first().waitFor();
  },
  "page settings": (page) => page.getByRole("tab", { name: "Settings" }).click(),
  "page history": async (page) => {
    await page.getByRole("tab", { name: "History" }).click();
    await page.getByText("Version 1", { exact: true }).waitFor();
  },
  "functions create": async (page) => {
    await page.getByRole("button", { name: "New function" }).click();
    await page.getByRole("radio", { name: "A service of mine" }).check();
  },
  "notifications add": (page) => page.getByRole("button", { name: "Add an address" }).click(),
  "domains add": async (page) => {
    await page.getByRole("button", { name: "Add a domain" }).first().click();
    await page.getByRole("dialog").getByLabel("Host").fill("shop.example.com");
    await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("heading", { name: "shop.example.com" }).waitFor();
  },
  "function settings": (page) => page.getByRole("tab", { name: "Settings" }).click(),
  "files delete": (page) =>
    page
      .getByRole("button", { name: /^Delete / })
      .first()
      .click(),
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
      const look = async (page: Page, screens: Iterator<readonly [string, string]>) => {
        for (let next = screens.next(); !next.done; next = screens.next()) {
          const [name, path] = next.value;
          await page.goto(`${origin}/app/${path}`);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
          await OPENED[name]?.(page);
          found.push(...(await photograph(page, axe, name)));
        }
      };
      await look(await open(), Object.entries(OUTSIDE).values());
      const opened = Object.keys(OPENED).map(
        (name) => [name, SCREENS[name.split(" ")[0] as keyof typeof SCREENS]] as const,
      );
      // Two windows take the next one in turn: one draws while the other is asked about.
      const rest = [...Object.entries(SCREENS), ...opened].values();
      const pages = [await openSignedIn(), await openSignedIn()];
      await Promise.all(pages.map((page) => look(page, rest)));
      if (found.length > 0) throw new Error([...new Set(found)].join("\n    "));
    },
  },
];

/** All four are photographed; two of them, with each width and each scheme once, are put to axe. */
const LOOKS = [
  { width: 1440, scheme: "light", isAsked: true },
  { width: 1440, scheme: "dark", isAsked: false },
  { width: 390, scheme: "light", isAsked: false },
  { width: 390, scheme: "dark", isAsked: true },
] as const;

/** Keeps a picture of each look, and answers what keeps somebody out of the screen as it is now. */
async function photograph(page: Page, axe: string, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const { width, scheme, isAsked } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
    await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
    const file = `${name.replaceAll(" ", "-")}-${width}-${scheme}.png`;
    const path = join(import.meta.dirname, "../screenshots", file);
    await page.screenshot({ path, fullPage: width < 600, animations: "disabled" });
    if (isAsked)
      found.push(...(await findingsOf(page, axe)).map((one) => `${name} ${width} ${scheme}: ${one}`));
  }
  return found;
}

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
