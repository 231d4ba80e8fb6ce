import { HANDLE, type Journey, must } from "#e2e/journey.ts";

export const campaigns: readonly Journey[] = [
  {
    name: "a campaign is made together with its link, and everything its goal presets",
    walk: async ({ openSignedIn }) => {
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Campaigns" }).click();
      await page.getByRole("button", { name: "New campaign" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Spring Sale!");
      must((await dialog.getByLabel("Id").inputValue()) === "spring-sale", "The id follows the name.");
      await dialog.getByLabel("Id").fill("spring");
      await dialog.getByRole("radio", { name: "Sales" }).check();
      await dialog.getByLabel("Destination").fill("https://example.com/offer");
      await dialog.getByLabel("Short name").fill("spring-offer");
      await dialog.getByRole("button", { name: "Create the campaign" }).click();
      await page.getByRole("heading", { name: "Spring Sale!", level: 1 }).waitFor();
      await page.getByText("counted as “purchase”").waitFor();
      await page.getByRole("link", { name: /spring-offer$/ }).click();
      await page.getByRole("heading", { name: "/spring-offer" }).waitFor();
      must((await page.getByLabel("utm_campaign").inputValue()) === "spring", "The link is marked.");
    },
  },
  {
    name: "a campaign that does not work says why, and is put right where one reads it",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/app/${HANDLE}/campaigns`);
      await page.getByRole("button", { name: "New campaign" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Launch");
      await dialog.getByText("Use a link I have").click();
      await dialog.getByRole("combobox", { name: "Primary link" }).fill("new-launch");
      await page.getByRole("option", { name: "new-launch" }).click();
      await dialog.getByRole("switch", { name: "Start it now" }).click();
      await dialog.getByRole("button", { name: "Create the campaign" }).click();
      await page.getByRole("heading", { name: "Launch", level: 1 }).waitFor();
      await page.getByText("so no conversion can name it").waitFor();
      await page.getByRole("button", { name: "Tell it of clicks" }).click();
      await page.getByText("The destination is told of each click.").waitFor();
      await page.getByRole("button", { name: "Start the campaign" }).click();
      await page.getByText("The campaign is active.").waitFor();
      await page.getByRole("button", { name: "Send a test conversion" }).click();
      await page.getByText("A test of “purchase” is on its way").waitFor();
      await page.getByRole("link", { name: "Analytics" }).last().click();
      await page.waitForURL(/campaignId=launch/);
    },
  },
  {
    name: "a campaign is paused, changed and found by its status; deleted, it leaves its link",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/app/${HANDLE}/campaigns/launch`);
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByText("Its links still lead on.").waitFor();
      await page.getByRole("tab", { name: "Edit" }).click();
      await page.getByRole("textbox", { name: "Name", exact: true }).fill("The launch");
      await page.getByRole("radio", { name: "App installs" }).check();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("The campaign is saved.").waitFor();
      await page.getByText("counted as “install”").waitFor();

      await page.goto(`${origin}/app/${HANDLE}/campaigns`);
      await page.getByRole("combobox", { name: "Status" }).selectOption("PAUSED");
      await page.getByRole("link", { name: "Spring Sale!" }).waitFor({ state: "detached" });
      await page.getByRole("link", { name: "The launch" }).click();
      await page.getByRole("button", { name: "Delete" }).click();
      const dialog = page.getByRole("dialog");
      must(await dialog.getByRole("button", { name: "Delete" }).isDisabled(), "Deleting takes the id.");
      await dialog.getByLabel("Type launch to confirm").fill("launch");
      await dialog.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("link", { name: "Spring Sale!" }).waitFor();
      await page.getByRole("link", { name: "The launch" }).waitFor({ state: "detached" });
      await page.goto(`${origin}/app/${HANDLE}/links/new-launch`);
      await page.getByText("Live", { exact: true }).waitFor();
    },
  },
];
