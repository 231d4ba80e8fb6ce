import { HANDLE, type Journey, must, OWNER } from "#e2e/journey.ts";

export const firstRun: readonly Journey[] = [
  {
    name: "from nothing to a first click that is seen live, on either host, left and taken up again",
    walk: async ({ appOrigin, open }) => {
      const page = await open();
      await page.goto(appOrigin);
      await page.getByRole("link", { name: "Create an account" }).click();
      await page.getByLabel("Name").fill("Anna");
      await page.getByLabel("E-mail address").fill(OWNER.email);
      await page.locator('input[autocomplete$="-password"]').fill(OWNER.password);
      await page.getByRole("button", { name: "Create the account" }).click();
      await page.getByRole("heading", { name: "Claim your handle" }).waitFor();
      await page.reload();
      await page.getByRole("textbox", { name: /^Handle/ }).fill(HANDLE);
      await page.getByRole("button", { name: "Claim it" }).click();
      await page.getByLabel("Destination").fill("https://example.com/launch");
      await page.getByLabel("Short name").fill("new-launch");
      await page.getByRole("button", { name: "Create the link" }).click();
      await page.getByText("Waiting for the first click").waitFor();
      await page.goto(appOrigin);
      await page.getByText("Waiting for the first click").waitFor();
      const href = await page.getByRole("link", { name: /new-launch/ }).getAttribute("href");
      must(
        href !== null && new URL(href).host.startsWith(`${HANDLE}.`),
        `The link is shown whole, not ${href}.`,
      );
      const { port } = new URL(appOrigin);
      const visit = await fetch(`http://localhost:${port}/new-launch`, {
        redirect: "manual",
        headers: { host: new URL(href).host },
      }).catch(() => undefined);
      if (visit?.status !== 302) await visitThrough(page.context().browser(), href);
      await page.getByText("There it is: your first click").waitFor();
      await page.getByRole("button", { name: "Go to the dashboard" }).click();
      await page.waitForURL(/\/acme\/analytics/);
    },
  },
];

/** As somebody else does who gets the link. */
async function visitThrough(browser: import("playwright-core").Browser | null, href: string): Promise<void> {
  const context = await browser?.newContext();
  const page = await context?.newPage();
  await page?.goto(href).catch(() => undefined);
  await context?.close();
}
