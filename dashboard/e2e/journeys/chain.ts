import type { Locator, Page } from "playwright-core";
import { askAsOwner } from "#e2e/ask-as-owner.ts";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";

const SESSION = "session-of-the-journey";

export const chain: readonly Journey[] = [
  {
    name: "a chain rule is made, wins a try-out by what a visit has done, decides for one, and is gone and back",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Chain", exact: true }).click();
      await page.getByText("No rule yet").waitFor();
      await page.getByRole("button", { name: "New rule" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("cart");
      await dialog.getByRole("button", { name: "Add something they have done" }).click();
      await dialog.getByRole("textbox", { name: "Signal", exact: true }).fill("cart");
      await addTag(dialog, "With one of these values", "red");
      await dialog.getByLabel("Heading").fill("Still there?");
      await dialog.getByLabel("Text", { exact: true }).fill("Ten percent off");
      await dialog.getByRole("button", { name: "Save" }).click();
      await page.getByRole("heading", { name: "1. cart" }).waitFor();
      await page.getByRole("listitem").getByText("Popup: Still there? · Ten percent off").waitFor();

      await page.getByText("cart: cart: red does not fit").waitFor();
      await addTag(page, "What they have done", "cart=Red");
      await page.getByText("Rule cart fits").waitFor();
      const resolve = async () => {
        const body = { handle: HANDLE, sessionId: SESSION, trigger: "exit" };
        const answer = await post(`${origin}/v2/public/chain/resolve`, body);
        return ((await answer.json()) as { ruleId: string | null }).ruleId;
      };
      must((await resolve()) === null, "A try-out is kept of nobody.");
      const signals = [{ signalKey: "cart", signalValue: "red" }, { signalKey: "page_view" }];
      await post(`${origin}/v2/public/chain/signals`, { handle: HANDLE, sessionId: SESSION, signals });
      must((await resolve()) === "cart", "The rule decides for a visit.");
      await page.getByRole("switch", { name: "The rule cart is on", disabled: false }).press("Space");
      await page.getByText("No rule fits").waitFor();
      must((await resolve()) === null, "A rule that is off decides nothing.");

      await page.getByRole("button", { name: "Delete the rule cart" }).click();
      await page.getByText("No rule yet").waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("heading", { name: "1. cart" }).waitFor();
      must(
        !(await page.getByRole("switch", { name: "The rule cart is on" }).isChecked()),
        "What comes back is as it was.",
      );

      await page.getByRole("tab", { name: "Sessions" }).click();
      await page.getByLabel("Session", { exact: true }).fill(SESSION);
      await page.getByRole("button", { name: "Look" }).click();
      await page.getByText("page_view: 1").waitFor();
      await page.getByRole("cell", { name: "red" }).waitFor();
      await page.getByText("engaged").waitFor();
    },
  },
  {
    name: "what is wrong with a chain rule is said beside its field, and somebody else's change is not saved over",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of (400|404|412)/ });
      await page.goto(`${origin}/app/${HANDLE}/chain`);
      await page.getByRole("button", { name: "New rule" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("elsewhere");
      await dialog.getByRole("combobox", { name: "Action" }).selectOption("Put into a segment");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.getByText("At least one, each 1 to 64").waitFor();
      await addTag(dialog, "Segments", "returning");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.getByText("It is built in, and assigned to nobody.").waitFor();
      must(
        (await dialog.getByRole("alert").count()) === 0,
        "What stands beside its field is not said twice.",
      );
      await dialog.getByRole("combobox", { name: "Action" }).selectOption("Lead elsewhere");
      await dialog.getByLabel("Leads to").fill("shop");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.getByText("Write a whole address").waitFor();
      await dialog.getByLabel("Leads to").fill("https://example.com/sale");
      await dialog.getByRole("button", { name: "Save" }).click();
      await page.getByRole("listitem").getByText("Lead elsewhere: https://example.com/sale").waitFor();

      await page.getByRole("button", { name: "Edit the rule elsewhere" }).click();
      const decision = { action: "banner", payload: { text: "Theirs" } };
      await askAsOwner(origin, "PUT", "chain-rules/elsewhere", { trigger: "exit", priority: 50, decision });
      await dialog.getByLabel("Leads to").fill("https://example.com/mine");
      await dialog.getByRole("button", { name: "Save" }).click();
      await dialog.getByText("Somebody else has changed this").waitFor();
      await dialog.getByRole("button", { name: "Show it as it is now" }).click();
      await dialog.locator('input[value="Theirs"]').waitFor();
      await dialog.getByLabel("Text", { exact: true }).fill("Ours");
      await dialog.getByRole("button", { name: "Save" }).click();
      await page.getByRole("listitem").getByText("Banner: Ours").waitFor();

      await page.getByRole("tab", { name: "Sessions" }).click();
      await page.getByLabel("Session", { exact: true }).fill("no");
      await page.getByText("8 to 64 letters").waitFor();
      await page.getByLabel("Session", { exact: true }).fill("nobody-at-all");
      await page.getByRole("button", { name: "Look" }).click();
      await page.getByText("Nothing is known of this session").waitFor();
    },
  },
];

const post = (url: string, body: object) =>
  fetch(url, {
    ...{ method: "POST", headers: { "content-type": "application/json" } },
    body: JSON.stringify(body),
  });

/** Of a field that takes many; one that is needed has more than its name in its label. */
async function addTag(place: Page | Locator, label: string, tag: string): Promise<void> {
  const field = place.locator("input").and(place.getByLabel(new RegExp(`^${label}( \\*)?$`)));
  await field.fill(tag);
  await field.press("Enter");
}
