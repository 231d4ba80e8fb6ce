import { HANDLE, type Journey, must, OWNER } from "#e2e/journey.ts";

export const session: readonly Journey[] = [
  {
    name: "a session outlives a reload, is read by no script, and ends in every tab",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.reload();
      await page.getByRole("heading", { name: "Analytics", level: 1 }).waitFor();
      must((await page.evaluate("document.cookie")) === "", "A script reads the cookie.");
      const stored = await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])");
      must(!/eyJ|refv1/.test(String(stored)), "A token is stored where scripts read it.");
      const [cookie] = await page.context().cookies(origin);
      must(
        cookie?.httpOnly === true && cookie.sameSite === "Strict",
        "The cookie is HttpOnly and SameSite=Strict.",
      );
      const elsewhere = await page.context().cookies(origin.replace("localhost", "acme.localhost"));
      must(elsewhere.length === 0, "A handle's host is sent the cookie.");
      const other = await page.context().newPage();
      await other.goto(`${origin}/app/acme/links`);
      await other.getByRole("heading", { name: "Links", level: 1 }).waitFor();
      await page.getByRole("button", { name: /^Account of/ }).click();
      const answered = page.waitForResponse(/\/v2\/auth\/logout$/);
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await (await answered).finished();
      await page.waitForURL(/sign-in/);
      await other.waitForURL(/sign-in/);
      must(
        (await page.context().cookies(origin)).length === 0,
        "The cookie is still there after signing out.",
      );
    },
  },
  {
    name: "whoever signs in over somebody's session sees nothing of theirs, in no tab",
    walk: async ({ origin, openSignedIn }) => {
      const eva = { email: "eva@example.com", password: OWNER.password, name: "Eva" };
      const headers = { "content-type": "application/json" };
      await fetch(`${origin}/v2/auth/signup`, { method: "POST", headers, body: JSON.stringify(eva) });
      const page = await openSignedIn({ forgives: /status of 404/ });
      const other = await page.context().newPage();
      await other.goto(`${origin}/app/${HANDLE}/links`);
      await other.getByRole("link", { name: "/new-launch" }).waitFor();
      // Within the page, which goes on with all that it knows.
      await other.evaluate("history.pushState(null, '', '/app/sign-in')");
      await other.getByLabel("E-mail address").fill(eva.email);
      await other.locator('input[autocomplete$="-password"]').fill(eva.password);
      await other.getByRole("button", { name: "Sign in" }).click();
      await other.getByRole("button", { name: "Account of Eva" }).waitFor();
      await page.getByRole("button", { name: "Account of Eva" }).waitFor();
      await page.getByText(`There is no handle “${HANDLE}” for you`).waitFor();
    },
  },
  {
    name: "without TLS a session outlives a reload, and forms have rows",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      // What a browser keeps from a page that came over plain http from anywhere but its own machine.
      await page.addInitScript("delete Navigator.prototype.locks; delete Crypto.prototype.randomUUID");
      await page.goto(`${origin}/app/${HANDLE}/settings/profile`);
      must((await page.evaluate("typeof navigator.locks")) === "undefined", "There are locks.");
      const links = page.getByRole("region", { name: "Links on the root page" });
      await links.getByRole("button", { name: "Add an address" }).click();
      await links.getByLabel("Name of address 1").fill("Feed");
      await links.getByRole("button", { name: "Add an address" }).click();
      await links.getByLabel("Name of address 2").waitFor();
      must((await links.getByLabel("Name of address 1").inputValue()) === "Feed", "A row is another's.");
    },
  },
];
