import { expect, test } from "vitest";
import { trafficChecks, worstOf } from "./campaign-health.ts";

const FRESH = { status: "FRESH", lastUpdatedAt: null, slaMinutes: 5 } as const;
const TRAFFIC = { clicks: 200, botClicks: 10, results: 3 };
const REACHED = { checked: 2, failing: 0 };

test("a campaign with clicks, conversions and reachable destinations passes every check", () => {
  const checks = trafficChecks(TRAFFIC, FRESH, REACHED);
  expect(worstOf(checks)).toBe("PASS");
  expect(checks.map((check) => [check.name, check.status, check.nextStep])).toEqual([
    ["clicks", "PASS", null],
    ["conversions", "PASS", null],
    ["bots", "PASS", null],
    ["freshness", "PASS", null],
    ["destinations", "PASS", null],
  ]);
});

test.each([
  ["no qualified click", { ...TRAFFIC, clicks: 0, botClicks: 0 }, FRESH, REACHED, "clicks", "PENDING"],
  ["no result yet", { ...TRAFFIC, clicks: 109, results: 0 }, FRESH, REACHED, "conversions", "PENDING"],
  ["no result of 100 clicks", { ...TRAFFIC, clicks: 110, results: 0 }, FRESH, REACHED, "conversions", "FAIL"],
  ["bots past a half", { ...TRAFFIC, botClicks: 101 }, FRESH, REACHED, "bots", "FAIL"],
  ["late events", TRAFFIC, { ...FRESH, status: "STALE" as const }, REACHED, "freshness", "PENDING"],
  ["unknown lateness", TRAFFIC, { ...FRESH, status: "UNKNOWN" as const }, REACHED, "freshness", "PENDING"],
  ["one destination of two down", TRAFFIC, FRESH, { checked: 2, failing: 1 }, "destinations", "FAIL"],
])(
  "%s is what the campaign's status says, with what to do next",
  (_, traffic, freshness, links, name, status) => {
    const checks = trafficChecks(traffic, freshness, links);
    expect(worstOf(checks)).toBe(status);
    expect(checks.filter((check) => check.status !== "PASS")).toEqual([
      { name, status, message: expect.any(String), nextStep: expect.any(String) },
    ]);
  },
);

test("bots past a fifth pass with a hint, and nothing is said of destinations that were never looked at", () => {
  const checks = trafficChecks({ ...TRAFFIC, botClicks: 41 }, FRESH, { checked: 0, failing: 0 });
  expect(worstOf(checks)).toBe("PASS");
  expect(checks.find(({ name }) => name === "bots")?.nextStep).toEqual(expect.any(String));
  expect(checks.map(({ name }) => name)).not.toContain("destinations");
});
