import { HANDLE, type Journey, must, OWNER } from "#e2e/journey.ts";

const BERT = "bert@example.com";

export const team: readonly Journey[] = [
  {
    name: "somebody is added, is given another role, becomes the owner and gives it back",
    walk: async ({ origin, open, openSignedIn }) => {
      const signUp = { email: BERT, password: OWNER.password, name: "Bert" };
      const headers = { "content-type": "application/json" };
      await fetch(`${origin}/v2/auth/signup`, { method: "POST", headers, body: JSON.stringify(signUp) });
      const page = await openSignedIn({ forgives: /status of 400/ });
      await page.getByRole("link", { name: "Team" }).click();
      await page.getByText("Nobody else works here yet").waitFor();
      await page.getByRole("button", { name: "Add somebody" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("E-mail address").fill("nobody@example.com");
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await dialog.getByText("There is no such user").waitFor();
      await dialog.getByRole("button", { name: "Mail an invitation" }).click();
      await dialog.getByText("An invitation is on its way").waitFor();
      await dialog.getByLabel("E-mail address").fill(BERT);
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByLabel(`Role of ${BERT}`).selectOption("OPERATOR");
      await page.getByText("The team is saved").waitFor();

      const his = await open({ forgives: /status of 404/ });
      await his.goto(`${origin}/app/sign-in`);
      await his.getByLabel("E-mail address").fill(BERT);
      await his.locator('input[autocomplete$="-password"]').fill(OWNER.password);
      await his.getByRole("button", { name: "Sign in" }).click();
      await his.getByRole("link", { name: "Team" }).click();
      await his.getByText(OWNER.email).waitFor();
      must((await his.getByRole("button", { name: "Add somebody" }).count()) === 0, "Only the owner adds.");

      const transfer = async (from: typeof page, email: string) => {
        await from.getByRole("button", { name: `Actions for ${email}` }).click();
        await from.getByRole("menuitem", { name: "Make the owner" }).click();
        const sure = from.getByRole("button", { name: "Hand it over" });
        must(await sure.isDisabled(), "Handing over takes the address.");
        await from.getByLabel(`Type ${email} to confirm`).fill(email);
        await sure.click();
        await from.getByRole("button", { name: "Add somebody" }).waitFor({ state: "detached" });
      };
      await transfer(page, BERT);
      await his.reload();
      await transfer(his, OWNER.email);
      await page.reload();
      await page.getByRole("button", { name: `Actions for ${BERT}` }).click();
      await page.getByRole("menuitem", { name: "Remove" }).click();
      await page.getByLabel(`Type ${BERT} to confirm`).fill(BERT);
      await page.getByRole("button", { name: "Remove" }).click();
      await page.getByText("Nobody else works here yet").waitFor();
      await his.goto(`${origin}/app/${HANDLE}/links`);
      await his.getByText("There is no handle “acme” for you").waitFor();
      must(
        (await his.getByRole("link", { name: "/new-launch" }).count()) === 0,
        "Whoever left sees nothing.",
      );
    },
  },
];
