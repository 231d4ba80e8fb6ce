import { HANDLE, type Journey, must } from "#e2e/journey.ts";

export const rules: readonly Journey[] = [
  {
    name: "a rule is built, asked, undone by the history, and says when somebody else was faster",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/app/${HANDLE}/links/new-launch`);
      await page.getByRole("tab", { name: "Rules" }).click();
      await page.getByText("No rule fits").waitFor();
      await page.getByRole("button", { name: "Add a rule" }).click();
      await page.getByRole("button", { name: "Add a condition" }).click();
      await page.getByRole("menuitem", { name: "Country" }).click();
      const card = page.getByRole("group").filter({ hasText: "1. rule-1" });
      await card.getByLabel("Country").fill("AT");
      await page.keyboard.press("Enter");
      await page.getByLabel("Rule 1 leads to").fill("https://example.com/at");
      await page.getByText("Save to see your changes").waitFor();
      await page.getByRole("button", { name: "Save the rules" }).click();
      await page.getByText("The rules are saved.").waitFor();
      await page
        .locator("input")
        .and(page.getByLabel("Country", { exact: true }))
        .last()
        .fill("AT");
      await page.getByText("Rule rule-1 fits").waitFor();
      await page.getByText("https://example.com/at").last().waitFor();

      await page.getByRole("tab", { name: "History" }).click();
      await page.getByRole("button", { name: "Make it version 1 again" }).click();
      await page.getByText("It is as it was in version 1.").waitFor();
      await page.getByRole("tab", { name: "Rules" }).click();
      await page.getByText("No rule yet").waitFor();
      must((await page.getByText("rule-1").count()) === 0, "The rule is gone.");
    },
  },
];
