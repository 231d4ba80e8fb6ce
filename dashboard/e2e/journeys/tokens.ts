import type { Page } from "playwright-core";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";

export const tokens: readonly Journey[] = [
  {
    name: "a token is made, shown once, used, rotated, traced and revoked",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      const ask = async (token: string) =>
        (
          await fetch(`${origin}/v2/public/handles/${HANDLE}/links`, {
            headers: { authorization: `Bearer ${token}` },
          })
        ).status;
      await page.getByRole("link", { name: "API Tokens" }).click();
      await page.getByRole("button", { name: "Create Token" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("ci-analytics-reader");
      await dialog.getByRole("checkbox", { name: "links.*" }).click();
      await dialog.getByText("This reaches far").waitFor();
      await dialog.getByRole("checkbox", { name: "links.write" }).click();
      await dialog.getByRole("checkbox", { name: "analytics.read" }).click();
      must((await dialog.getByText("This reaches far").count()) === 0, "Reading is no wide right.");
      await dialog.getByRole("button", { name: "Create", exact: true }).click();
      await dialog.getByText("only time the token is shown").waitFor();
      const token = (await dialog.locator("pre").first().innerText()).trim();
      must((await ask(token)) === 200, "The token works.");
      must(
        (await dialog.locator("pre").nth(1).innerText()).includes(token),
        "The line for a shell has the token.",
      );
      await page.keyboard.press("Escape");
      must(await dialog.getByRole("button", { name: "Done" }).isDisabled(), "It is not closed by accident.");
      await dialog.getByLabel("I have stored it").click();
      await dialog.getByRole("button", { name: "Done" }).click();
      must((await page.getByText(token).count()) === 0, "The token is still on the page.");

      const menu = page.getByRole("button", { name: "Actions for ci-analytics-reader" });
      await menu.click();
      await page.getByRole("menuitem", { name: "Rotate" }).click();
      await dialog.getByLabel("The old one works on for").selectOption("0");
      await dialog.getByRole("button", { name: "Rotate" }).click();
      await dialog.getByText("only time the token is shown").waitFor();
      const next = (await dialog.locator("pre").first().innerText()).trim();
      await dialog.getByLabel("I have stored it").click();
      await dialog.getByRole("button", { name: "Done" }).click();
      must(
        (await ask(token)) === 401 && (await ask(next)) === 200,
        "Only the new one works after a rotation.",
      );

      await menu.click();
      await page.getByRole("menuitem", { name: "Audit trail" }).click();
      await dialog.getByText("token.rotate").first().waitFor();
      await dialog.getByRole("button", { name: "Close" }).click();

      await menu.click();
      await page.getByRole("menuitem", { name: "Revoke" }).click();
      const revoke = dialog.getByRole("button", { name: "Revoke" });
      must(await revoke.isDisabled(), "Revoking takes the name.");
      await dialog.getByLabel("Type ci-analytics-reader to confirm").fill("ci-analytics-reader");
      await revoke.click();
      await page.getByText("No token yet").waitFor();
      must((await ask(next)) === 401, "A revoked token is refused.");
      await page.getByRole("switch", { name: "Show expired and revoked tokens too" }).click();
      await page.getByText("ci-analytics-reader").first().waitFor();
    },
  },
  {
    name: "a token whose text was lost on its way is made once, and said to be lost",
    walk: async ({ openSignedIn }) => {
      const page = await openSignedIn({ forgives: /ERR_FAILED/ });
      let lost = 0;
      // The server does it, and the answer never comes.
      await page.route(`**/v2/handles/${HANDLE}/tokens`, async (route) => {
        if (route.request().method() !== "POST" || lost++ > 0) return route.fallback();
        await route.fetch();
        return route.abort();
      });
      await page.getByRole("link", { name: "API Tokens" }).click();
      await page.getByRole("button", { name: "Create Token" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("lost-and-found");
      await dialog.getByRole("checkbox", { name: "links.read" }).click();
      const create = dialog.getByRole("button", { name: "Create", exact: true });
      await create.click();
      await dialog.getByRole("alert").waitFor();
      await create.click();
      await dialog.getByText("the connection broke before its text arrived").waitFor();
      await page.keyboard.press("Escape");
      const menu = page.getByRole("button", { name: "Actions for lost-and-found" });
      await menu.first().waitFor();
      must((await menu.count()) === 1, "It was made twice.");
      await menu.click();
      await page.getByRole("menuitem", { name: "Revoke" }).click();
      await dialog.getByLabel("Type lost-and-found to confirm").fill("lost-and-found");
      await dialog.getByRole("button", { name: "Revoke" }).click();
      await page.getByText("No token yet").waitFor();
    },
  },
  {
    name: "a day that is none is said at once, and nothing closes a dialog while its secret is on its way",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /ERR_INTERNET_DISCONNECTED/ });
      const dialog = page.getByRole("dialog");
      await page.goto(`${origin}/app/${HANDLE}/settings/tokens`);
      await page.getByRole("button", { name: "Create Token" }).first().click();
      await dialog.getByLabel("Name").fill("held");
      await dialog.getByRole("checkbox", { name: "links.read" }).click();
      await dialog.getByLabel("Expires").selectOption("date");
      await dialog.getByLabel("Last day").fill("12026-01-01");
      await dialog.getByText("Write a whole date").waitFor();
      must(await dialog.getByRole("button", { name: "Create", exact: true }).isDisabled(), "It is a day.");
      await dialog.getByLabel("Last day").fill("2100-01-01");
      await page.context().setOffline(true);
      await dialog.getByRole("button", { name: "Create", exact: true }).click();
      await dialog.getByText("could not be reached").waitFor();
      await page.context().setOffline(false);
      await holds(page, "tokens", "Create");
      await page.getByRole("button", { name: "Actions for held" }).click();
      await page.getByRole("menuitem", { name: "Rotate" }).click();
      await holds(page, "tokens/*/rotate", "Rotate");
      await page.goto(`${origin}/app/${HANDLE}/webhooks`);
      await page.getByRole("button", { name: "New webhook" }).first().click();
      await dialog.getByLabel("Endpoint").fill("https://example.com/hooks");
      await holds(page, "webhooks", "Create");
    },
  },
];

/** Sends a dialog's form, tries to close it in every way before the answer is there, and sees the secret all the same. */
async function holds(page: Page, path: string, verb: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  let answer = () => {};
  const isAllowed = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const pattern = `**/v2/handles/${HANDLE}/${path}`;
  await page.route(pattern, async (route) => {
    if (route.request().method() === "POST") await isAllowed;
    return route.fallback();
  });
  const asked = page.waitForRequest((request) => request.method() === "POST");
  await dialog.getByRole("button", { name: verb, exact: true }).click();
  await asked;
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  must(
    (await dialog.getByRole("button", { name: "Close" }).count()) === 0,
    "It has a button that closes it.",
  );
  const cancel = dialog.getByRole("button", { name: "Cancel" });
  if ((await cancel.count()) > 0) must(await cancel.isDisabled(), "It can be cancelled.");
  answer();
  await dialog.getByLabel("I have stored it").click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.unroute(pattern);
}
