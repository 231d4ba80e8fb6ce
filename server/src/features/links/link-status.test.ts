import { expect, test } from "vitest";
import { BLANK, type LinkFields } from "./link.ts";
import { statusOf } from "./link-status.ts";

const [EARLIER, NOW, LATER] = [
  "2026-01-01T11:59:59.999Z",
  "2026-01-01T12:00:00.000Z",
  "2026-01-01T12:00:00.001Z",
];

test.each<[string, Partial<LinkFields>, number | null]>([
  ["LIVE", {}, null],
  ["LIVE", { scheduledStartAt: NOW }, null],
  ["LIVE", { scheduledStartAt: EARLIER, scheduledEndAt: LATER, expiresAt: LATER }, null],
  ["LIVE", { maxClicks: 5 }, 4],
  ["LIVE", { maxClicks: 5 }, null],
  ["LIVE", { maxClicks: null }, 5],
  ["SCHEDULED", { scheduledStartAt: LATER }, null],
  ["SCHEDULED", { scheduledStartAt: LATER, maxClicks: 5 }, 5],
  ["SCHEDULED", { scheduledStartAt: LATER, expiresAt: EARLIER }, null],
  ["EXPIRED", { scheduledEndAt: NOW }, null],
  ["EXPIRED", { expiresAt: NOW }, null],
  ["EXPIRED", { scheduledEndAt: LATER, expiresAt: EARLIER }, null],
  ["EXPIRED", { scheduledEndAt: EARLIER, expiresAt: LATER }, null],
  ["EXPIRED", { expiresAt: EARLIER, maxClicks: 5 }, 5],
  ["EXHAUSTED", { maxClicks: 5 }, 5],
  ["EXHAUSTED", { maxClicks: 5, expiresAt: LATER }, 6],
  ["DISABLED", { enabled: false }, null],
  ["DISABLED", { enabled: false, scheduledStartAt: LATER, expiresAt: EARLIER, maxClicks: 5 }, 5],
])("%s is a link with %j and %j clicks spent", (status, fields, spent) => {
  const link = { ...BLANK, destinationUrl: "https://example.com/", ...fields };
  expect(statusOf(link, spent, new Date(NOW))).toBe(status);
});
