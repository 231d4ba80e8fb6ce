import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";
import { linkTraces, NO_TRACES } from "./link-traces.ts";

const LINKS = "/v2/public/handles/acme/links";
const launch = { destinationUrl: "https://example.com/launch" };
const start = "2026-02-01T00:00:00Z";

const REFUSED: [what: string, slug: string, body: object, error: string, path: string][] = [
  ["a bad slug", "no", launch, "invalid_slug", "slug"],
  ["a word of the API", "bulk-import", launch, "invalid_slug", "slug"],
  ["a new link without a destination", "launch", { title: "x" }, "invalid_destination_url", "destinationUrl"],
  ["an unknown field", "launch", { ...launch, tilte: "x" }, "invalid_payload", "tilte"],
  ["an unknown utm", "launch", { ...launch, tracking: { utm: "x" } }, "invalid_payload", "tracking.utm"],
  ["a wrong type", "launch", { ...launch, tags: [1] }, "invalid_payload", "tags.0"],
  ["an empty tag", "launch", { ...launch, tags: [" "] }, "invalid_payload", "tags.0"],
  [
    "51 tags",
    "launch",
    { ...launch, tags: Array.from({ length: 51 }, (_, i) => `${i}`) },
    "invalid_payload",
    "tags",
  ],
  ["a destination of null", "launch", { destinationUrl: null }, "invalid_destination_url", "destinationUrl"],
  ["a long title", "launch", { ...launch, title: "x".repeat(201) }, "invalid_payload", "title"],
  [
    "a long description",
    "launch",
    { ...launch, description: "x".repeat(1001) },
    "invalid_payload",
    "description",
  ],
  ["another redirect", "launch", { ...launch, redirectType: 301 }, "invalid_payload", "redirectType"],
  ["a bad campaign", "launch", { ...launch, campaignId: "A b" }, "invalid_payload", "campaignId"],
  ["no clicks at all", "launch", { ...launch, maxClicks: 0 }, "invalid_payload", "maxClicks"],
  ["half a click", "launch", { ...launch, maxClicks: 1.5 }, "invalid_payload", "maxClicks"],
  [
    "a time without a zone",
    "launch",
    { ...launch, expiresAt: "2026-01-01T00:00:00" },
    "invalid_payload",
    "expiresAt",
  ],
  [
    "a day that is none",
    "launch",
    { ...launch, expiresAt: "2026-02-30T00:00:00Z" },
    "invalid_payload",
    "expiresAt",
  ],
  [
    "a time before 1970",
    "launch",
    { ...launch, expiresAt: "0000-01-01T00:00:00Z" },
    "invalid_payload",
    "expiresAt",
  ],
  [
    "a time after 9999",
    "launch",
    { ...launch, expiresAt: "9999-12-31T23:59:59-01:00" },
    "invalid_payload",
    "expiresAt",
  ],
  [
    "an end at its start",
    "launch",
    { ...launch, scheduledStartAt: start, scheduledEndAt: start },
    "invalid_payload",
    "scheduledEndAt",
  ],
];

test.each(REFUSED)("%s is refused and leaves no trace", async (_, slug, body, error, path) => {
  await using control = await startControl();
  const writer = await control.token(["links.write"]);
  const answer = await writer.put(`${LINKS}/${slug}`, body);
  expect(answer).toMatchObject({ status: 400, body: { error, details: [{ path }] } });
  expect(await linkTraces(control)).toEqual(NO_TRACES);
});
