import type { Page } from "playwright-core";
import { askAsOwner } from "#e2e/ask-as-owner.ts";
import { chooseLink } from "#e2e/choose-link.ts";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";

export const personalization: readonly Journey[] = [
  {
    name: "a rule for every link is made, wins a try-out, is switched, moved, deleted and brought back",
    walk: async ({ openSignedIn }) => {
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Personalization" }).click();
      await page.getByText("No rule yet").waitFor();
      await makeRule(page, "austria", "AT");
      await page.getByRole("heading", { name: "1. austria" }).waitFor();
      await page.getByText("Country: AT").waitFor();
      await makeRule(page, "all", "");
      await page.getByRole("heading", { name: "2. all" }).waitFor();

      await chooseLink(page, "new-launch");
      await page.getByText("Rule all fits").waitFor();
      await page.getByText("austria: Country does not fit").waitFor();
      const country = page.getByRole("textbox", { name: "Country" });
      await country.fill("AT");
      await page.getByText("Rule austria fits").waitFor();
      // Between a change and its answer there is no other.
      const austria = page.getByRole("switch", { name: "The rule austria is on", disabled: false });
      await austria.press("Space");
      await page.getByText("Rule all fits").waitFor();
      await austria.press("Space");
      await page.getByText("Rule austria fits").waitFor();
      await page.getByRole("button", { name: "Move rule 2 up" }).click();
      await page.getByRole("heading", { name: "1. all" }).waitFor();
      await page.getByText("Rule all fits").waitFor();

      await page.getByRole("button", { name: "Edit the rule all" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Leads to").fill("https://example.com/changed");
      await dialog.getByRole("button", { name: "Save" }).click();
      await page.getByText("The rule all is saved.").last().waitFor();
      await page.getByText("Leads to https://example.com/changed").waitFor();

      await page.getByRole("button", { name: "Delete the rule all" }).click();
      await page.getByRole("heading", { name: "1. austria" }).waitFor();
      must((await page.getByRole("heading", { name: /\. all$/ }).count()) === 0, "A deleted rule is gone.");
      await page.getByText("Rule austria fits").waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("heading", { name: "1. all" }).waitFor();
      await page.getByText("Leads to https://example.com/changed").waitFor();
    },
  },
  {
    name: "what is wrong with a rule is said beside its field, and what somebody else has changed is not saved over",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of (400|412)/ });
      await page.goto(`${origin}/app/${HANDLE}/personalization`);
      await page.getByRole("button", { name: "New rule" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("austria");
      await dialog.getByText("There is a rule of this name already.").waitFor();
      must(
        await dialog.getByRole("button", { name: "Save" }).isDisabled(),
        "No rule replaces another unseen.",
      );
      await dialog.getByLabel("Name").fill("germany");
      await addCountry(page, "Germany");
      await dialog.getByLabel("Leads to").fill("nowhere");
      await dialog.getByText("Write a whole address").waitFor();
      await dialog.getByLabel("Leads to").fill("https://example.com/de");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.getByText("It must be a country's two letters").waitFor();
      must(
        (await dialog.getByRole("alert").count()) === 0,
        "What stands beside its field is not said twice.",
      );
      await dialog.locator("input").and(dialog.getByLabel("Country")).focus();
      await page.keyboard.press("Backspace");
      await page.keyboard.type("DE");
      await page.keyboard.press("Enter");
      await dialog.getByRole("button", { name: "Save" }).click();
      await page.getByText("The rule germany is saved.").waitFor();

      await page.getByRole("button", { name: "Edit the rule germany" }).click();
      const theirs = { id: "germany", destinationUrl: "https://example.com/theirs" };
      const body = { when: { countryIn: ["DE"] }, priority: 90, variant: theirs };
      await askAsOwner(origin, "PUT", "personalization-rules/germany", body);
      await dialog.getByLabel("Leads to").fill("https://example.com/mine");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.getByText("Somebody else has changed this").waitFor();
      await dialog.getByRole("button", { name: "Show it as it is now" }).click();
      await dialog.locator('input[value="https://example.com/theirs"]').waitFor();
      await dialog.getByLabel("Leads to").fill("https://example.com/both");
      await dialog.getByRole("button", { name: "Save" }).click();
      await page.getByText("Leads to https://example.com/both").waitFor();
    },
  },
];

async function makeRule(page: Page, name: string, country: string): Promise<void> {
  await page.getByRole("button", { name: "New rule" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  if (country !== "") await addCountry(page, country);
  await dialog.getByLabel("Leads to").fill(`https://example.com/${name}`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
}

async function addCountry(page: Page, country: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add a condition" }).click();
  await page.getByRole("menuitem", { name: "Country" }).click();
  await dialog.locator("input").and(dialog.getByLabel("Country")).fill(country);
  await page.keyboard.press("Enter");
}
