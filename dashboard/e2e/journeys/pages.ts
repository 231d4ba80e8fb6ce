import type { Page } from "playwright-core";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";

const SCREEN = `app/${HANDLE}/pages`;

/** Opens the editor of the page that the first journey has made. */
async function edit(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/${SCREEN}/spring-at-the-bakery`);
  await page.getByRole("heading", { level: 1, name: "Spring at the bakery" }).waitFor();
}

async function add(page: Page, kind: string): Promise<void> {
  await page.getByRole("button", { name: "Add a block" }).click();
  await page.getByRole("menuitem", { name: kind, exact: true }).click();
}

const shown = (page: Page) => page.frameLocator('iframe[title="Preview"]');

/** What a visitor reads there, or the status where there is nothing. */
async function textAt(page: Page, url: string): Promise<string> {
  const visitor = await page.context().newPage();
  const answer = await visitor.goto(url);
  const text = answer?.ok() ? await visitor.locator("body").innerText() : String(answer?.status());
  await visitor.close();
  return text;
}

const addressOf = (origin: string) =>
  origin.replace("localhost", `${HANDLE}.localhost`).concat("/spring-at-the-bakery");

/** What is typed into a block of every kind but the first one. */
const KINDS: readonly (readonly [kind: string, fields: readonly (readonly [RegExp, string])[]])[] = [
  ["Opening", [[/^Heading/, "Seven loaves"]]],
  [
    "Picture",
    [
      [/^Picture/, "/loaf.png"],
      [/^What it shows/, "A loaf of bread"],
    ],
  ],
  [
    "Button",
    [
      [/^Text on it/, "Order now"],
      [/^Leads to/, "https://example.com/order"],
    ],
  ],
  [
    "List of links",
    [
      [/^Text of the link/, "Our story"],
      [/^Leads to/, "https://example.com/story"],
    ],
  ],
  [
    "Video",
    [
      [/^Video/, "https://example.com/film"],
      [/^Title/, "How we bake"],
    ],
  ],
  ["Form", [[/^Heading/, "Write to us"]]],
  [
    "Product",
    [
      [/^Name/, "Rye bread"],
      [/^Price/, "4.90"],
    ],
  ],
  [
    "Countdown",
    [
      [/^Said above it/, "Until Easter"],
      [/^Ends/, "2099-04-01T12:00"],
    ],
  ],
  [
    "Questions",
    [
      [/^Question/, "When are you open?"],
      [/^Answer/, "From six."],
    ],
  ],
  ["Divider", []],
  [
    "Own HTML",
    [
      [/^Title/, "Opening hours"],
      [/^HTML/, "<p>Every day</p>"],
    ],
  ],
];

const last = (page: Page) => page.locator("[data-block]").last();

/** A second field of the form, with what may be chosen. */
async function addChoice(page: Page): Promise<void> {
  await last(page).getByRole("button", { name: "Add: Field" }).click();
  const field = last(page).getByRole("group", { name: "No. 2" });
  await field.getByLabel(/^What is asked/).fill("Size");
  await field.getByLabel(/^Name in your data/).fill("size");
  await field.getByLabel(/^Kind/).selectOption("select");
  await field.getByRole("combobox", { name: "Choices" }).fill("Small");
  await page.keyboard.press("Enter");
}

/** Pages, from the first word to whoever else is writing. */
export const pages: readonly Journey[] = [
  {
    name: "a page is written beside its preview, and visitors see it once it is published",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Pages", exact: true }).click();
      await page.getByText("No page yet").waitFor();
      await page.getByRole("button", { name: "New page" }).first().click();
      await page.getByLabel("Title").fill("Spring at the bakery");
      await page.getByRole("button", { name: "Create and write" }).click();
      await page.getByText("Nothing on it yet").waitFor();
      await add(page, "Text");
      await page.getByText("Not shown yet, because something is missing in them: 1").waitFor();
      await page.locator("textarea:focus").fill("Since **1931**.");
      await shown(page).getByText("Since 1931.").waitFor();
      must((await textAt(page, addressOf(origin))) === "404", "Nobody sees a draft.");
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await page.getByText("Published", { exact: true }).waitFor();
      must((await textAt(page, addressOf(origin))).includes("Since 1931."), "Visitors see it.");
      await page.getByLabel("Text (Markdown)").fill("Since **1932**.");
      await page.getByRole("button", { name: "Save draft" }).click();
      await page.getByText("Changes wait").waitFor();
      must((await textAt(page, addressOf(origin))).includes("Since 1931."), "A draft changes nothing.");
    },
  },
  {
    name: "every kind of block is written, and all of them are in the preview",
    walk: async ({ origin, openSignedIn }) => {
      // Between two words of an address the preview is refused, which the browser's console tells.
      const page = await openSignedIn({ forgives: /status of 400/ });
      await edit(page, origin);
      for (const [kind, fields] of KINDS) {
        await add(page, kind);
        for (const [label, text] of fields) await last(page).getByLabel(label).first().fill(text);
        if (kind === "Form") await addChoice(page);
      }
      const frame = shown(page);
      for (const [kind, fields] of KINDS) {
        const text = fields[0]?.[1];
        // An address is not shown, and neither is the title of a frame.
        if (text !== undefined && /^[A-Z]/.test(text) && kind !== "Own HTML")
          await frame.getByText(text).first().waitFor();
      }
      await frame.getByText("€4.90").waitFor();
      await frame.getByText("When are you open?").waitFor();
      await frame.getByRole("img", { name: "A loaf of bread" }).waitFor();
      const hours = frame.locator("iframe[title='Opening hours']");
      await hours.waitFor();
      const box = await hours.boundingBox();
      must(box !== null && box.y > 0 && box.y < 900, `What is written is in sight, not at ${box?.y}.`);
      await page.getByRole("button", { name: "Save draft" }).click();
      await page.getByRole("button", { name: "Save draft" }).and(page.locator(":disabled")).waitFor();
      await page.reload();
      await page.getByText("12. Own HTML").waitFor();
    },
  },
  {
    name: "blocks are moved with the keyboard, duplicated, removed, and all of it is undone",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await edit(page, origin);
      const kinds = () =>
        page.locator("[data-block]").evaluateAll((all) => all.map((one) => one.dataset["block"]).join());
      const before = await kinds();
      await page.getByRole("button", { name: /^2\. Opening/ }).press("Alt+ArrowUp");
      await page.getByRole("button", { name: /^1\. Opening/ }).waitFor();
      const isFocused = await page
        .getByRole("button", { name: /^1\. Opening/ })
        .evaluate((one) => one === document.activeElement);
      must(isFocused, "Focus stays on what was moved.");
      await page.getByText("Moved to place 1 of 12.").waitFor();
      await page.getByRole("button", { name: "Duplicate 1. Opening" }).click();
      await page.getByRole("button", { name: "Remove 3. Text" }).click();
      must((await kinds()).startsWith("hero,hero,image"), `Two openings, and no text: ${await kinds()}.`);
      for (let step = 0; step < 3; step++) await page.getByRole("button", { name: "Undo" }).click();
      must((await kinds()) === before, "All is as it was.");
      await page.getByRole("button", { name: "Redo" }).click();
      await page.getByRole("link", { name: "Links", exact: true }).click();
      await page.getByText("Leave without saving?").waitFor();
      await page.getByRole("button", { name: "Stay here" }).click();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("link", { name: "Links", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "Links" }).waitFor();
    },
  },
  {
    name: "whoever saves after somebody else is told, and loses nothing",
    walk: async ({ origin, openSignedIn }) => {
      const first = await openSignedIn({ forgives: /status of 412/ });
      await edit(first, origin);
      const other = await first.context().newPage();
      await edit(other, origin);
      await other.getByLabel("Title").fill("Theirs");
      await other.getByRole("button", { name: "Save draft" }).click();
      await other.getByRole("heading", { level: 1, name: "Theirs" }).waitFor();
      await first.getByLabel("Title").fill("Mine");
      await first.getByRole("button", { name: "Save draft" }).click();
      await first.getByText("Somebody else has saved this page meanwhile").waitFor();
      must((await first.getByLabel("Title").inputValue()) === "Mine", "What was typed is still there.");
      await first.getByRole("button", { name: "Take their version" }).click();
      await first.getByRole("heading", { level: 1, name: "Theirs" }).waitFor();
      await first.getByRole("button", { name: "Undo" }).click();
      must((await first.getByLabel("Title").inputValue()) === "Mine", "Undo brings mine back.");
      await first.getByRole("button", { name: "Save draft" }).click();
      await first.getByRole("heading", { level: 1, name: "Mine" }).waitFor();
      await first.getByRole("tab", { name: "History" }).click();
      await first.getByText("Written · Theirs").waitFor();
      await first
        .locator(".mantine-Timeline-item")
        .filter({ hasText: "Spring at the bakery" })
        .first()
        .getByRole("button", { name: /again/ })
        .click();
      await first.getByRole("heading", { level: 1, name: "Spring at the bakery" }).waitFor();
    },
  },
  {
    name: "a page is sold: it needs a price, says so in the list, and is taken from the web",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await edit(page, origin);
      await page.getByRole("tab", { name: "Settings" }).click();
      await page.getByRole("radio", { name: "Whoever pays" }).click();
      await page.getByRole("button", { name: "Save draft" }).click();
      await page.getByText("This is needed.").waitFor();
      await page.getByLabel(/^Price/).fill("19");
      await page.getByLabel("Description").fill("Seven loaves, one oven");
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await page.getByText("Published", { exact: true }).waitFor();
      must(!(await textAt(page, addressOf(origin))).includes("Since 19"), "Nobody reads it unpaid.");
      await page.getByRole("tab", { name: "Buyers" }).click();
      await page.getByText("Nobody has bought this page yet.").waitFor();
      await page.getByRole("button", { name: "Unpublish" }).click();
      await page.getByText("Draft", { exact: true }).waitFor();
      must((await textAt(page, addressOf(origin))) === "404", "It is off the web.");
      await page.goto(`${origin}/${SCREEN}`);
      await page.getByText("Whoever pays · €19.00").waitFor();
    },
  },
];
