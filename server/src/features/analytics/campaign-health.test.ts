import { expect, test } from "vitest";
import { campaignHealthOf } from "./campaign-health.ts";

const FRESH = { status: "FRESH", lastUpdatedAt: null, slaMinutes: 5 } as const;
const QUALITY = {
  clicks: 200,
  botClicks: 10,
  unknownCountries: 0,
  unknownAgents: 0,
  conversions: 3,
  deniedConversions: 0,
};
const REACHED = { checked: 2, failing: 0 };

test("a campaign with clicks, conversions and reachable destinations passes every check", () => {
  const { status, checks } = campaignHealthOf(QUALITY, FRESH, REACHED);
  expect(status).toBe("PASS");
  expect(checks.map((check) => [check.name, check.status])).toEqual([
    ["clicks", "PASS"],
    ["conversions", "PASS"],
    ["bots", "PASS"],
    ["freshness", "PASS"],
    ["destinations", "PASS"],
  ]);
});

test.each([
  ["no qualified click", { ...QUALITY, clicks: 10 }, FRESH, REACHED, "clicks", "FAIL"],
  [
    "no conversion of 100 clicks",
    { ...QUALITY, clicks: 110, conversions: 0 },
    FRESH,
    REACHED,
    "conversions",
    "WARN",
  ],
  ["bots past a fifth", { ...QUALITY, botClicks: 41 }, FRESH, REACHED, "bots", "WARN"],
  ["bots past a half", { ...QUALITY, botClicks: 101 }, FRESH, REACHED, "bots", "FAIL"],
  ["late events", QUALITY, { ...FRESH, status: "STALE" as const }, REACHED, "freshness", "WARN"],
  ["unknown lateness", QUALITY, { ...FRESH, status: "UNKNOWN" as const }, REACHED, "freshness", "WARN"],
  ["one destination of two down", QUALITY, FRESH, { checked: 2, failing: 1 }, "destinations", "WARN"],
  ["all destinations down", QUALITY, FRESH, { checked: 2, failing: 2 }, "destinations", "FAIL"],
])("%s is what the campaign's status says", (_, quality, freshness, links, name, status) => {
  const health = campaignHealthOf(quality, freshness, links);
  expect(health.status).toBe(quality.clicks === 10 ? "FAIL" : status);
  expect(health.checks.find((check) => check.name === name)).toMatchObject({ status });
});

test("few clicks without a conversion are no warning, and nothing is said of what was never looked at", () => {
  const quality = { ...QUALITY, clicks: 109, conversions: 0 };
  const { status, checks } = campaignHealthOf(quality, FRESH, { checked: 0, failing: 0 });
  expect(status).toBe("PASS");
  expect(checks.map(({ name }) => name)).not.toContain("destinations");
});
