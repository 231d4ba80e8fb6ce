import { expect, test } from "vitest";
import { BLANK, type LinkFields, NO_TRACKING } from "./link.ts";
import { routeOf } from "./link-route.ts";

const link: LinkFields = { ...BLANK, destinationUrl: "https://example.com/" };

const rule = (id: string, priority: number) => {
  const variant = { id, destinationUrl: "https://example.com/x" };
  return { id, priority, when: { countryIn: ["DE"] }, variant, enabled: true };
};

test("the edge is told all it needs, in its own words", () => {
  const route = routeOf({
    ...link,
    title: "Launch",
    description: "not for the edge",
    redirectType: 307,
    forwardQuery: false,
    tracking: { utmSource: "a", utmMedium: "b", utmCampaign: "c", utmTerm: "d", utmContent: null },
    campaignId: "spring",
    scheduledStartAt: "2026-01-01T00:00:00.000Z",
    scheduledEndAt: "2026-03-01T00:00:00.000Z",
    expiresAt: "2026-02-01T00:00:00.000Z",
    expiredUrl: "https://example.com/over",
    maxClicks: 5,
    routingRules: [rule("late", 9), { ...rule("off", 0), enabled: false }, rule("early", 1)],
    trackingTemplateKey: "pixel",
    trackingPolicy: { mode: "BRIDGE", appendContextParam: true },
    passwordHash: "$argon2id$",
    social: { title: "Launch", description: null, imageUrl: null },
    utmPolicy: "incoming_wins",
    cacheSeconds: 60,
    pathTemplate: "/p/:sku",
    externalId: "not for the edge",
    healthCheck: { everyHours: 1 },
  });
  expect(route).toEqual({
    destinationUrl: "https://example.com/",
    title: "Launch",
    redirectType: 307,
    forwardQuery: false,
    tracking: { utm_source: "a", utm_medium: "b", utm_campaign: "c", utm_term: "d" },
    startsAt: Date.UTC(2026, 0),
    endsAt: Date.UTC(2026, 1),
    expiredUrl: "https://example.com/over",
    maxClicks: 5,
    campaign: "spring",
    rules: [rule("early", 1), rule("late", 9)],
    trackingTemplateKey: "pixel",
    mode: "BRIDGE",
    appendContextParam: true,
    passwordHash: "$argon2id$",
    social: { title: "Launch", description: null, imageUrl: null },
    utmPolicy: "incoming_wins",
    cacheSeconds: 60,
    hasPlaces: true,
  });
});

test("a link ends at whichever end comes first, and never where it has none", () => {
  const [first, second] = ["2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"];
  expect(routeOf({ ...link, scheduledEndAt: first, expiresAt: second })?.endsAt).toBe(Date.parse(first));
  expect(routeOf({ ...link, scheduledEndAt: second, expiresAt: null })?.endsAt).toBe(Date.parse(second));
  expect(routeOf({ ...link, tracking: NO_TRACKING })).toMatchObject({
    endsAt: null,
    tracking: {},
    campaign: "",
  });
});

test("a disabled link is to the edge as none", () => {
  expect(routeOf({ ...link, enabled: false })).toBeNull();
});
