import { readFile } from "node:fs/promises";
import { askAsOwner } from "#e2e/ask-as-owner.ts";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";
import { visitFrom } from "#e2e/visit-from.ts";

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
      await page.getByRole("tab", { name: "Referrer" }).click();
      await page.getByRole("button", { name: "Direct" }).click();
      await page.waitForURL((url) => url.searchParams.get("referrer") === "");
      await page.getByText("Referrer: Direct").waitFor();
      await page.getByRole("button", { name: "/new-launch" }).waitFor();
      await page.getByRole("button", { name: "Take the filter referrer away" }).click();
      await page.waitForURL((url) => !url.searchParams.has("referrer"));
      await page.getByText("7 days").click();
      await page.waitForURL(/range=/);
      await page.getByText("Watching").waitFor();
    },
  },
  {
    name: "the map is fetched when it is wanted, a country on it looks at that alone, and so does an export",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      for (const address of VISITORS) await visitFrom(origin, "/new-launch?utm_source=mail,%20may", address);
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      const rows = page.getByRole("button", { name: "Brazil" });
      // Clicks show within seconds, on whoever looks again.
      for (let looks = 0; looks < 20 && (await rows.count()) === 0; looks++) {
        await page.goto(`${origin}/app/${HANDLE}/analytics?bots=true`);
        await rows.waitFor({ timeout: 1_500 }).catch(() => undefined);
      }
      const hasMap = () => asked.some((url) => /world-map/.test(url));
      must(!hasMap(), "The map was fetched before anybody wanted it.");
      await page.getByRole("button", { name: "Map", exact: true }).click();
      const map = page.getByRole("img", { name: "A map of the world with the clicks of 4 countries" });
      await map.locator("canvas").waitFor();
      must(hasMap(), "The map came from nowhere.");
      await map.scrollIntoViewIfNeeded();
      await map.click({ position: placeOf(await map.boundingBox(), { longitude: -53, latitude: -10 }) });
      await page.waitForURL(/country=BR/);
      await page.getByRole("button", { name: "Take the filter country away" }).waitFor();
      await page.getByRole("button", { name: "Germany" }).waitFor({ state: "detached" });
      must(await rows.isVisible(), "The rows stay beside the map.");
      await page.getByRole("button", { name: "Export" }).click();
      const file = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: "These events as NDJSON" }).click();
      const lines = (await readFile(await (await file).path(), "utf8")).trimEnd().split("\n");
      const countries = lines.map((line) => JSON.parse(line).country);
      must(countries.join() === "BR,BR", `The file has the events of Brazil, not of ${countries}.`);
      await page.getByRole("button", { name: "Take the filter country away" }).click();
      await page.getByRole("button", { name: "Germany" }).waitFor();
      const answered = page.waitForResponse((response) => /source=mail/.test(response.url()));
      await page.getByRole("button", { name: "mail, may" }).click();
      const { totals } = await (await answered).json();
      must(totals.clicks === VISITORS.length, `Of the mails of May there are ${totals.clicks} clicks.`);
      await page.getByText("Source: mail, may").waitFor();
    },
  },
  {
    name: "what was earned is told in each currency, what brought something first",
    walk: async ({ origin, openSignedIn }) => {
      const link = { destinationUrl: "https://shop.example/", trackingPolicy: { appendContextParam: true } };
      await askAsOwner(origin, "PUT", "links/sold-abroad", link);
      const ctx = (await visitFrom(origin, "/sold-abroad", "8.8.8.8")).searchParams.get("ctx");
      for (const [currency, value] of [
        ["AUD", 0],
        ["USD", 9000],
        ["EUR", 20],
      ]) {
        const answer = await fetch(`${origin}/v2/public/conversions`, {
          ...{ method: "POST", headers: { "content-type": "application/json" } },
          body: JSON.stringify({ ctx, idempotencyKey: `sold-in-${currency}`, value, currency }),
        });
        must(answer.status === 202, `A sale in ${currency} was answered ${answer.status}.`);
      }
      const page = await openSignedIn({ width: 390 });
      const usd = page.getByText("$9,000.00");
      for (let looks = 0; looks < 20 && (await usd.count()) === 0; looks++) {
        await page.goto(`${origin}/app/${HANDLE}/analytics?bots=true&slug=sold-abroad`);
        await usd.waitFor({ timeout: 1_500 }).catch(() => undefined);
      }
      const told = await page.getByText(/^(A\$|\$|€)[\d,]+\.\d\d$/).allTextContents();
      must(told.join(" ") === "€20.00 $9,000.00 A$0.00", `What was earned is ${told.join(" ")}.`);
      const shot = { path: `${import.meta.dirname}/../screenshots/revenue-390.png`, fullPage: true };
      await page.screenshot(shot);
      // The link would be one more in the journeys that follow.
      await askAsOwner(origin, "DELETE", "links/sold-abroad", {});
    },
  },
];

/** In Brazil, the United States, Germany and Australia. */
const VISITORS = ["200.160.2.3", "200.160.2.4", "8.8.8.8", "141.20.1.1", "1.1.1.1"];

type Box = { readonly width: number; readonly height: number };

/** Where a place is on a map that shows the world without Antarctica, as large as it fits above its legend. */
function placeOf(box: Box | null, { longitude, latitude }: { longitude: number; latitude: number }) {
  const [west, east, north, south] = [-171.8, 190.1, 83.6, -55.6];
  const [narrowing, legend] = [0.75, 28];
  const { width, height } = box ?? { width: 0, height: 0 };
  const [wide, high] = [(east - west) * narrowing, north - south];
  const scale = Math.min(width / wide, (height - legend) / high);
  return {
    x: (width - wide * scale) / 2 + (longitude - west) * narrowing * scale,
    y: (height - legend - high * scale) / 2 + (north - latitude) * scale,
  };
}
