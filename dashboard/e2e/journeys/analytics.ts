import { HANDLE, type Journey, must } from "#e2e/journey.ts";

export const analytics: readonly Journey[] = [
  {
    name: "the first screen takes one question, and a click on a row looks at that alone",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      // What the sign-in led to is not counted.
      await page.goto("about:blank");
      const asked: string[] = [];
      page.on("request", (request) => {
        if (/\/v2\/.*\/analytics\?/.test(request.url())) asked.push(request.url());
      });
      await page.goto(`${origin}/app/${HANDLE}/analytics?bots=true`);
      await page.getByRole("button", { name: "/new-launch" }).waitFor();
      must(asked.length === 1, `One question, not ${asked.join(", ")}.`);
      await page.getByRole("button", { name: "/new-launch" }).click();
      await page.waitForURL(/slug=new-launch/);
      await page.getByRole("button", { name: "Take the filter slug away" }).waitFor();
      await page.getByRole("button", { name: "As a table" }).click();
      await page.getByRole("columnheader", { name: "Qualified clicks" }).waitFor();
      await page.getByRole("button", { name: "Take the filter slug away" }).click();
      await page.waitForURL((url) => !url.searchParams.has("slug"));
      await page.getByText("7 days").click();
      await page.waitForURL(/range=/);
      await page.getByText("Watching").waitFor();
    },
  },
];
