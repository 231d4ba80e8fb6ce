import { type Journey, must, OWNER } from "#e2e/journey.ts";
import { startInstallation } from "#e2e/start-installation.ts";

export const plan: readonly Journey[] = [
  {
    name: "where there are plans somebody sees theirs, what of the day is used, and when another begins",
    walk: async ({ open, openSignedIn }) => {
      const mine = await openSignedIn();
      await mine.getByRole("button", { name: /^Account of/ }).click();
      await mine.getByRole("menuitem", { name: "Sign out" }).waitFor();
      must((await mine.getByRole("menuitem", { name: "Plan" }).count()) === 0, "Here there are no plans.");

      await using sold = await startInstallation({ PLANS: "on", PLAN_FREE_WRITES: "4" });
      const send = async (path: string, body: object, token = "") => {
        const answer = await fetch(`${sold.origin}/v2${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify(body),
        });
        return (await answer.json()) as { accessToken: string };
      };
      await send("/auth/signup", { ...OWNER, name: "Anna" });
      const { accessToken } = await send("/auth/login", OWNER);
      await send("/handles", { handle: "acme" }, accessToken);
      const links = "/handles/acme/links";
      await send(links, { destinationUrl: "https://example.com/" }, accessToken);
      await send(links, { destinationUrl: "https://example.com/" }, accessToken);

      const page = await open({ width: 390 });
      await page.goto(`${sold.origin}/app/sign-in`);
      await page.getByLabel("E-mail address").fill(OWNER.email);
      await page.locator('input[autocomplete$="-password"]').fill(OWNER.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Plan" }).click();
      await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
      await page.getByText("3 of 4 are used").waitFor();
      must(
        (await page.getByText("Ask whoever runs this installation").count()) === 2,
        "Nothing is sold here.",
      );
      must((await page.getByRole("button", { name: /^Choose/ }).count()) === 0, "Nothing can be bought.");
      await page
        .getByLabel(/^Your days begin/)
        .first()
        .fill("Kiritimati");
      await page.getByRole("option", { name: "Pacific/Kiritimati" }).click();
      await page.getByText("The time zone is saved").waitFor();
      await page.reload();
      await page.getByText(/of 4 are used/).waitFor();
      await page.screenshot({ path: `${import.meta.dirname}/../screenshots/plan-390.png`, fullPage: true });
      const wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
      must(wide === false, "The screen is wider than a phone.");
      await page.getByRole("link", { name: "Back to acme" }).click();
      await page.getByRole("heading", { name: "Links", level: 1 }).waitFor();
    },
  },
];
