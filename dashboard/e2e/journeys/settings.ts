import type { Page } from "playwright-core";
import { askAsOwner } from "#e2e/ask-as-owner.ts";
import { HANDLE, type Journey, must, OWNER } from "#e2e/journey.ts";
import { lookAgain } from "#e2e/look-again.ts";

const NEXT = "Another-horse-battery-43";

/** What is set once and seldom: the account, a handle's profile, mail, usage. */
export const settings: readonly Journey[] = [
  {
    name: "a wrong password is said beside its field and signs nobody out; a new one ends the other sessions",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 40[01]/ });
      // What it watches is cut off with its session.
      const other = await openSignedIn({ forgives: /status of 401|INCOMPLETE_CHUNKED/ });
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Your account" }).click();
      await page.getByRole("heading", { name: "Your account", level: 1 }).waitFor();
      await page.getByLabel("Name", { exact: true }).fill("Anna B.");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("button", { name: "Account of Anna B." }).waitFor();

      await changePassword(page, "wrong", NEXT);
      await page.getByText("This is not the present password.").waitFor();
      await changePassword(page, OWNER.password, "passwordpassword");
      await page.getByText("guessed first").waitFor();
      await page.reload();
      await page.getByRole("heading", { name: "Your account", level: 1 }).waitFor();
      await changePassword(page, OWNER.password, NEXT);
      await page.getByText("Everywhere else you are signed out.").waitFor();
      await other.goto(`${origin}/app/${HANDLE}/links`);
      await other.waitForURL(/sign-in/);
      const back = await changePassword(page, NEXT, OWNER.password);
      must(back === 204, `It is what it was again, not ${back}.`);
      await page.getByRole("button", { name: "Sign out everywhere" }).click();
      await page.waitForURL(/sign-in/);
    },
  },
  {
    name: "whoever has no handle has an account all the same",
    walk: async ({ origin, open }) => {
      const dora = { email: "dora@example.com", password: OWNER.password, name: "Dora" };
      const headers = { "content-type": "application/json" };
      await fetch(`${origin}/v2/auth/signup`, { method: "POST", headers, body: JSON.stringify(dora) });
      const page = await open();
      await page.goto(`${origin}/app/sign-in`);
      await page.getByLabel("E-mail address").fill(dora.email);
      await page.locator('input[autocomplete$="-password"]').fill(dora.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Account of Dora" }).click();
      await page.getByRole("menuitem", { name: "Your account" }).click();
      await page.getByText(`You sign in as ${dora.email}`).waitFor();
      await page.getByLabel("Name", { exact: true }).fill("Dora D.");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("button", { name: "Account of Dora D." }).waitFor();
    },
  },
  {
    name: "a handle's profile and its links are what its visitors see",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 400/ });
      await page.getByRole("link", { name: "Profile" }).click();
      const about = page.getByRole("region", { name: "About" });
      await about.getByLabel("Shown as").fill("Acme Bakery");
      await about.getByLabel("A few words").fill("Bread since 1972.");
      await about.getByLabel("Picture (address)").fill("a picture");
      await about.getByRole("button", { name: "Save" }).click();
      await about.getByText("Invalid URL").waitFor();
      await about.getByLabel("Picture (address)").fill("");
      await about.getByRole("button", { name: "Save" }).click();
      await page.getByText("Visitors see it now.").waitFor();

      const links = page.getByRole("region", { name: "Links on the root page" });
      await links.getByRole("combobox", { name: "Add a link" }).fill("new-launch");
      await page.getByRole("option", { name: "new-launch" }).click();
      await links.getByLabel("/new-launch", { exact: true }).fill("Our launch");
      await links.getByRole("button", { name: "Add an address" }).click();
      await links.getByLabel("Name of address 1").fill("Feed");
      await links.getByLabel("Address 1", { exact: true }).fill("nowhere");
      await links.getByRole("button", { name: "Save" }).click();
      await links.locator(".mantine-TextInput-error").waitFor();
      await links.getByLabel("Address 1", { exact: true }).fill("https://example.com/feed");
      await links.getByRole("button", { name: "Save" }).click();
      await links.getByRole("button", { name: "Save", disabled: true }).waitFor();

      const visitor = await page.context().newPage();
      await visitor.goto(origin.replace("localhost", `${HANDLE}.localhost`));
      await visitor.getByRole("heading", { name: "Acme Bakery" }).waitFor();
      await visitor.getByText("Bread since 1972.").waitFor();
      await visitor.getByRole("link", { name: "Our launch" }).waitFor();
      await links.getByRole("button", { name: "Remove /new-launch" }).click();
      await links.getByRole("button", { name: "Save" }).click();
      await links.getByRole("button", { name: "Save", disabled: true }).waitFor();
      await visitor.reload();
      await visitor.getByRole("link", { name: "Feed" }).waitFor();
      must((await visitor.getByText("Our launch").count()) === 0, "What was removed is still shown.");
    },
  },
  {
    name: "of a profile that two change at once, each field is as it was changed",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 412/ });
      await page.goto(`${origin}/app/${HANDLE}/settings/profile`);
      const about = page.getByRole("region", { name: "About" });
      const links = page.getByRole("region", { name: "Links on the root page" });
      await about.getByLabel("Shown as").fill("Acme Bakers");
      await links.getByLabel("Name of address 1").fill("News");
      await askAsOwner(origin, "PUT", "profile", { bio: "Cake, too." });
      const socials = [{ label: "Shop", url: "https://example.com/shop" }];
      await askAsOwner(origin, "PUT", "link-page", { socials });
      await lookAgain(page, "/profile");
      await about.getByRole("button", { name: "Save" }).click();
      await about.getByRole("button", { name: "Save mine over it" }).click();
      await page.getByText("Visitors see it now.").waitFor();
      must((await about.getByLabel("A few words").inputValue()) === "Cake, too.", "Their words are lost.");
      must((await about.getByLabel("Shown as").inputValue()) === "Acme Bakers", "The name is lost.");
      await links.getByRole("button", { name: "Save" }).click();
      await links.getByRole("button", { name: "Show it as it is now" }).click();
      await links.getByRole("button", { name: "Save", disabled: true }).waitFor();
      must((await links.getByLabel("Name of address 1").inputValue()) === "Shop", "Theirs is not shown.");
    },
  },
  {
    name: "a handle is renamed, and deleted once its name is typed",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of (400|409)/ });
      await page.goto(`${origin}/app/start?new=true`);
      await page.getByRole("textbox", { name: /^Handle/ }).fill("second");
      await page.getByRole("button", { name: "Claim it" }).click();
      await page.getByRole("button", { name: "Leave these steps" }).click();
      await page.waitForURL(/\/app\/second\/links/);
      await page.goto(`${origin}/app/second/settings/profile`);
      await page.getByLabel("Name in addresses").fill("api");
      await page.getByRole("button", { name: "Rename the handle" }).click();
      await page.getByText("This name is reserved.").waitFor();
      await page.getByLabel("Name in addresses").fill(HANDLE);
      await page.getByRole("button", { name: "Rename the handle" }).click();
      await page.locator(".mantine-TextInput-error").waitFor();
      await page.getByLabel("Name in addresses").fill("renamed");
      await page.getByRole("button", { name: "Rename the handle" }).click();
      await page.waitForURL(/\/app\/renamed\/settings\/profile/);
      must(
        (await page.getByRole("combobox", { name: "Handle" }).inputValue()) === "renamed",
        "It is chosen.",
      );
      await page.getByRole("button", { name: "Delete the handle" }).click();
      const dialog = page.getByRole("dialog");
      must(await dialog.getByRole("button", { name: "Delete" }).isDisabled(), "Deleting takes the name.");
      await dialog.getByLabel("Type renamed to confirm").fill("renamed");
      await dialog.getByRole("button", { name: "Delete the handle" }).click();
      await page.waitForURL(new RegExp(`/app/${HANDLE}/analytics`));
      const handles = page.getByRole("combobox", { name: "Handle" });
      await handles.locator('option[value="renamed"]').waitFor({ state: "detached" });
    },
  },
  {
    name: "an address is told of events once it has agreed, and no more when it is removed",
    walk: async ({ openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 400/ });
      await page.getByRole("link", { name: "Notifications" }).click();
      await page.getByText("No address yet").waitFor();
      await page.getByRole("button", { name: "Add an address" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("E-mail address").fill("nobody");
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await dialog.getByText("This is not an e-mail address.").waitFor();
      await dialog.getByText("Name at least one.").waitFor();
      await dialog.getByLabel("E-mail address").fill("carl@example.com");
      await dialog.getByRole("checkbox", { name: "lead.captured" }).check();
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText("carl@example.com was asked").waitFor();
      await page.getByText("has not agreed yet").waitFor();
      must(await page.getByRole("button", { name: "Send a trial" }).isDisabled(), "It has not agreed.");
      await page.getByRole("button", { name: "Add an address" }).click();
      await dialog.getByLabel("E-mail address").fill(OWNER.email);
      await dialog.getByRole("checkbox", { name: "link.expired" }).check();
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText(`${OWNER.email} is told from now on.`).waitFor();
      await page.getByRole("button", { name: "Send a trial", disabled: false }).click();
      await page.getByText("A trial is on its way").waitFor();
      await page.getByRole("button", { name: `Remove ${OWNER.email}` }).click();
      await dialog.getByLabel(`Type ${OWNER.email} to confirm`).fill(OWNER.email);
      await dialog.getByRole("button", { name: "Remove" }).click();
      await page.getByText(`${OWNER.email} is told no more.`).waitFor();
    },
  },
  {
    name: "the owner chooses what they are told of, and pauses it",
    walk: async ({ openSignedIn }) => {
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Notifications" }).click();
      const owner = page.getByRole("region", { name: "The owner" });
      await owner.getByRole("checkbox", { name: "page.purchased" }).check();
      await owner.getByRole("switch", { name: "Pause all mail" }).press("Space");
      await owner.getByRole("button", { name: "Save" }).click();
      await page.getByText("The settings are saved.").waitFor();
      await page.reload();
      must(await owner.getByRole("checkbox", { name: "page.purchased" }).isChecked(), "It is kept.");
      must(await owner.getByRole("switch", { name: "Pause all mail" }).isChecked(), "The pause is kept.");
    },
  },
  {
    name: "the figures of a handle are those of today",
    walk: async ({ openSignedIn }) => {
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Usage" }).click();
      const links = page.getByRole("listitem").filter({ hasText: "Links" }).filter({ hasText: "No limit" });
      must(/[1-9]/.test(await links.innerText()), "A link is counted.");
    },
  },
];

/** Answers the status with which it was answered. */
async function changePassword(page: Page, current: string, next: string): Promise<number> {
  await page.getByLabel("Present password", { exact: false }).first().fill(current);
  await page.getByLabel("New password", { exact: false }).first().fill(next);
  const answered = page.waitForResponse(/\/password\/change$/);
  await page.getByRole("button", { name: "Change the password" }).click();
  return (await answered).status();
}
