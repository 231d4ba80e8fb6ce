import { expect, test } from "vitest";
import { confidenceOf, type Quality } from "./quality.ts";

const FRESH = { status: "FRESH", lastUpdatedAt: null, slaMinutes: 5 } as const;
const GOOD: Quality = {
  clicks: 2000,
  botClicks: 0,
  unknownCountries: 0,
  unknownAgents: 0,
  conversions: 100,
  deniedConversions: 0,
  leads: 0,
};

test("nothing speaks against many clicks of known persons", () => {
  expect(confidenceOf(GOOD, FRESH)).toEqual({ score: 100, reasons: [] });
});

test.each<[string, Partial<Quality>, number, string]>([
  ["999 qualified clicks", { clicks: 999 }, 90, "fewer than 1000"],
  ["99 qualified clicks", { clicks: 99 }, 75, "fewer than 100 "],
  ["29 qualified clicks", { clicks: 29 }, 60, "fewer than 30 "],
  ["bots past a fifth", { clicks: 5000, botClicks: 1001 }, 85, "20 % of clicks were made by bots"],
  ["bots past a half", { clicks: 5000, botClicks: 2501 }, 70, "50 % of clicks"],
  ["unknown countries past a fifth", { unknownCountries: 401 }, 90, "unknown country"],
  [
    "unknown browsers past a fifth",
    { unknownAgents: 2000 },
    90,
    "100 % of qualified clicks came from an unknown browser",
  ],
  ["refused consent past a fifth", { deniedConversions: 21 }, 90, "refused consent"],
])("%s cost what is documented, and say so", (_, difference, score, reason) => {
  const confidence = confidenceOf({ ...GOOD, ...difference }, FRESH);
  expect(confidence).toEqual({ score, reasons: [expect.stringContaining(reason)] });
});

test("a fifth exactly costs nothing", () => {
  const edge = { ...GOOD, clicks: 5000, botClicks: 1000, unknownCountries: 800, deniedConversions: 20 };
  expect(confidenceOf(edge, FRESH).score).toBe(100);
});

test.each([
  ["STALE", 75],
  ["UNKNOWN", 90],
] as const)("events that are %s leave %s", (status, score) => {
  const confidence = confidenceOf(GOOD, { ...FRESH, status });
  expect(confidence).toEqual({ score, reasons: [expect.any(String)] });
});

test("without a click there is no confidence, and with everything against it none below zero", () => {
  expect(confidenceOf({ ...GOOD, clicks: 0 }, FRESH)).toEqual({ score: 0, reasons: ["There was no click."] });
  const bad = {
    clicks: 10,
    botClicks: 8,
    unknownCountries: 2,
    unknownAgents: 2,
    conversions: 1,
    deniedConversions: 1,
    leads: 0,
  };
  const { score, reasons } = confidenceOf(bad, { ...FRESH, status: "STALE" });
  expect(score).toBe(0);
  expect(reasons).toHaveLength(6);
});
