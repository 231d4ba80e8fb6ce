import { HANDLE, type Journey, must } from "#e2e/journey.ts";

const SCREEN = `app/${HANDLE}/domains`;

/** Hosts of one's own, on an installation that finds no DNS. */
export const domains: readonly Journey[] = [
  {
    name: "a domain is added with the record that proves it, and says what is missing",
    walk: async ({ openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of (400|409)/ });
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.getByRole("link", { name: "Domains" }).click();
      await page.getByRole("button", { name: "Add a domain" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Host").fill("printer.local");
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await dialog.getByText("This name is for private use.").waitFor();
      await dialog.getByLabel("Host").fill("go.example.com");
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByRole("heading", { name: "go.example.com", level: 1 }).waitFor();
      await page.getByText("Not proven yet").waitFor();
      const name = await page.locator('[data-record="TXT Name"]').innerText();
      must(
        name.trim() === "_switchyard-challenge.go.example.com",
        `The record's name is whole, not ${name}.`,
      );
      const value = (await page.locator('[data-record="TXT Value"]').innerText()).trim();
      await page.getByRole("button", { name: "Copy the TXT value" }).click();
      await page.getByRole("button", { name: "Copied" }).waitFor();
      must((await page.evaluate("navigator.clipboard.readText()")) === value, "The value is copied.");
      await page.getByRole("button", { name: "Look for the proof now" }).click();
      await page.getByText(/DNS did not answer|has no TXT record/).waitFor();
    },
  },
  {
    name: "a domain leads to a handle and some of its paths elsewhere, and is given up once its name is typed",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 400/ });
      await page.goto(`${origin}/${SCREEN}`);
      await page.getByRole("link", { name: "go.example.com" }).click();
      await page.getByLabel("Leads to").selectOption(HANDLE);
      await page.getByRole("button", { name: "Add a path" }).click();
      await page.getByLabel("Path 1", { exact: true }).fill("promo");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Write a path such as /promo").waitFor();
      await page.getByLabel("Path 1", { exact: true }).fill("/promo");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Where it leads is saved.").waitFor();
      await page.reload();
      must((await page.getByLabel("Path 1", { exact: true }).inputValue()) === "/promo", "The path is kept.");
      await page.getByRole("link", { name: "← Domains" }).click();
      await page.getByText(`Leads to ${HANDLE}`).waitFor();
      await page.getByRole("link", { name: "go.example.com" }).click();
      await page.getByRole("button", { name: "Delete" }).click();
      const dialog = page.getByRole("dialog");
      must(await dialog.getByRole("button", { name: "Delete" }).isDisabled(), "Deleting takes the name.");
      await dialog.getByLabel("Type go.example.com to confirm").fill("go.example.com");
      await dialog.getByRole("button", { name: "Delete" }).click();
      await page.getByText("No domain yet").waitFor();
    },
  },
];
