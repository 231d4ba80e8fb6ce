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
];
