import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { askAsOwner } from "#e2e/ask-as-owner.ts";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";

const LEADS = `/v2/public/handles/${HANDLE}/leads`;
const JSON_BODY = { "content-type": "application/json" };
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export const leads: readonly Journey[] = [
  {
    name: "a form is made, its site is listed or refused beside the field, and whoever fills it in is seen",
    walk: async ({ openSignedIn, open, origin }) => {
      const page = await openSignedIn({ forgives: /status of 400/ });
      await page.getByRole("link", { name: "Leads" }).click();
      await page.getByText("No lead yet").waitFor();
      await page.getByRole("button", { name: "Make a form" }).click();
      await page.getByText("No form has sent a lead yet").waitFor();
      await page.getByRole("button", { name: "New form" }).click();
      const code = await makeForm(page);
      await page.keyboard.press("Escape");
      await using shop = await openShop(`<!doctype html><title>Shop</title>${code}`);
      await listSite(page, shop.origin);

      const visitor = await open();
      await visitor.clock.install();
      await visitor.goto(shop.origin);
      await visitor.locator("[name=hp_website]").waitFor({ state: "attached" });
      // Whoever is faster than this is held to be a program.
      await visitor.clock.fastForward(5_000);
      await visitor.getByLabel("Your name").fill("Ada");
      await visitor.getByLabel("Your e-mail address").fill("ada@example.com");
      await visitor.getByLabel("Your message").fill("Call me about engines.");
      await visitor.getByLabel("Your company").fill("Engines");
      await visitor
        .locator("[type=file]")
        .setInputFiles({ name: "plan.png", mimeType: "image/png", buffer: PNG });
      await visitor.getByRole("button", { name: "Send" }).click();
      await visitor.getByText("Thank you. We will write to you.").waitFor();

      await page.goto(`${origin}/app/${HANDLE}/leads`);
      await page.getByRole("button", { name: /^Ada/ }).click();
      const lead = page.getByRole("dialog");
      for (const text of ["Call me about engines.", "Your_company", "Engines", shop.origin, "No spam"]) {
        await lead.getByText(text, { exact: true }).waitFor();
      }
      const image = page.waitForEvent("download");
      await lead.getByRole("button", { name: "Save plan.png" }).click();
      must((await readFile(await (await image).path())).equals(PNG), "The image is saved as it was sent.");
    },
  },
  {
    name: "a lead is found by its address and its form, and exported as it was filtered",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/app/${HANDLE}/leads`);
      await page.getByLabel("Find by e-mail address").fill("nobody@");
      await page.getByText("Write the whole address.").waitFor();
      await page.getByLabel("Find by e-mail address").fill("nobody@example.com");
      await page.getByText("No lead fits").waitFor();
      await page.getByLabel("Find by e-mail address").fill("ada@example.com");
      await page.getByRole("button", { name: /^Ada/ }).waitFor();
      await page.getByRole("button", { name: "Export" }).click();
      const csv = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: "These leads as CSV" }).click();
      const text = await readFile(await (await csv).path(), "utf8");
      must(text.includes("ada@example.com") && text.includes("Engines"), "The file has the lead.");
      await page.getByRole("tab", { name: "Forms" }).click();
      await page.getByRole("button", { name: "See its leads" }).click();
      await page.getByRole("button", { name: /^Ada/ }).waitFor();
    },
  },
  {
    name: "spam is kept apart, and what somebody else has decided meanwhile is said, not done over",
    walk: async ({ origin, openSignedIn }) => {
      const send = (body: object) =>
        fetch(origin + LEADS, { method: "POST", headers: JSON_BODY, body: JSON.stringify(body) });
      await send({
        email: "bot@example.com",
        name: "Cheap",
        message: "Buy",
        hp_website: "x",
        form: "contact",
      });
      const grace = {
        ...{ email: "grace@example.com", name: "Grace", message: "Compilers?", form: "contact" },
        fields: { utm_source: "newsletter", Company: "Navy" },
      };
      const { leadId } = (await (await send(grace)).json()) as { leadId: string };
      const page = await openSignedIn({ forgives: /status of 412/ });
      await page.goto(`${origin}/app/${HANDLE}/leads`);
      await page.getByRole("button", { name: /^Grace/ }).waitFor();
      must((await page.getByRole("button", { name: /^Cheap/ }).count()) === 0, "Spam is not among leads.");
      await page.getByRole("combobox", { name: "Spam" }).selectOption("Only spam");
      await page.getByRole("button", { name: /^Grace/ }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: /^Cheap/ }).click();
      const lead = page.getByRole("dialog");
      await lead.getByText("It fills in a field that no person sees.").waitFor();
      await lead.getByRole("button", { name: "It is no spam" }).click();
      await page.getByText("It counts as a lead now.").waitFor();
      await page.keyboard.press("Escape");
      await page.getByText("No lead fits").waitFor();
      await page.getByRole("button", { name: "Show all" }).click();
      await page.getByRole("button", { name: /^Cheap/ }).waitFor();

      await page.getByRole("button", { name: /^Grace/ }).click();
      await lead.getByText("Compilers?").waitFor();
      await lead.getByText("newsletter").waitFor();
      await askAsOwner(origin, "PATCH", `leads/${leadId}`, { isSpam: true });
      await lead.getByRole("button", { name: "It is spam" }).click();
      await lead.getByText("Somebody else has changed this").waitFor();
      await lead.getByRole("button", { name: "Show it as it is now" }).click();
      await lead.getByRole("button", { name: "It is no spam" }).click();
      await page.getByText("It counts as a lead now.").last().waitFor();
    },
  },
  {
    name: "a person is erased by typing the address twice, one lead by a question; who is mailed is changed",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/app/${HANDLE}/leads`);
      await page.getByRole("button", { name: "Erase a person" }).click();
      const dialog = page.getByRole("dialog");
      const erase = dialog.getByRole("button", { name: "Erase all of it" });
      await dialog.getByLabel("E-mail address").fill("ada@example.com");
      await dialog.getByLabel("Type the address again").fill("grace@example.com");
      await dialog.getByText("This is another address.").waitFor();
      must(await erase.isDisabled(), "Erasing takes the same address twice.");
      await dialog.getByLabel("Type the address again").fill("ada@example.com");
      await erase.click();
      await page.getByText("Every lead of ada@example.com is erased: 1.").waitFor();
      await page.getByRole("button", { name: /^Ada/ }).waitFor({ state: "detached" });

      await page.getByRole("button", { name: /^Cheap/ }).click();
      await dialog.getByRole("button", { name: "Erase this lead" }).click();
      await page.getByRole("button", { name: "Erase it" }).click();
      await page.getByText("The lead is erased.").waitFor();
      await page.getByRole("button", { name: /^Cheap/ }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: /^Grace/ }).waitFor();

      await page.getByRole("tab", { name: "Forms" }).click();
      await page.getByLabel("Mail of every lead to").fill("sales@example.com");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      const mailed = page.getByRole("listitem").filter({ hasText: "sales@example.com" });
      await mailed.getByText("Asked, has not agreed yet").waitFor();
      await mailed.getByRole("button", { name: "Remove sales@example.com" }).click();
      await mailed.waitFor({ state: "detached" });
    },
  },
];

/** Asks four things of its own choice, and answers the code. */
async function makeForm(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name of the form").fill("my form!");
  await dialog.getByText("1 to 64 letters, digits, dots").waitFor();
  must((await dialog.locator("pre").count()) === 0, "A form with a wrong name has no code.");
  await dialog.getByLabel("Name of the form").fill("contact");
  await dialog.getByRole("button", { name: "Add a question" }).click();
  await page.getByRole("menuitem", { name: "A line of your own" }).click();
  await dialog.getByText("Write what is asked.").waitFor();
  await dialog.getByLabel("Question: A line of your own").fill("Your company");
  await dialog.getByRole("switch", { name: "Images can be sent" }).click();
  return dialog.locator("pre").innerText();
}

async function listSite(page: Page, site: string): Promise<void> {
  const sites = page.locator("input").and(page.getByLabel("Sites", { exact: true }));
  await sites.fill("shop.example");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save the sites" }).click();
  await page.getByText("shop.example: An origin is https://host").waitFor();
  await sites.focus();
  await page.keyboard.press("Backspace");
  await sites.fill(site);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save the sites" }).click();
  await page.getByText("The sites are saved.").waitFor();
}

/** A site of somebody's with one page. */
async function openShop(body: string) {
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(body));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://shop.localhost:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
