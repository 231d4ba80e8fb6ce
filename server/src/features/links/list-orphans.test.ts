import { afterAll, expect, test } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { startAnalytics, visitEvent } from "#testing/start-analytics.ts";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/public/handles/acme/links/orphans";
const analytics = await startAnalytics();
const control = await startControl({ override: { askWarehouse: analytics.askWarehouse } });
afterAll(async () => {
  await control[Symbol.asyncDispose]();
  await analytics[Symbol.asyncDispose]();
});
const reader = await control.token(["links.read"]);
const orphan = { kind: "orphan", slug: "lanch", status: 404, referrer: "news.example" } as const;

// The clock of a test stands at the beginning of 2026.
await analytics.record([
  visitEvent("2025-12-30T10:00:00Z", orphan),
  visitEvent("2025-12-31T10:00:00.123Z", orphan),
  visitEvent("2025-12-31T09:00:00Z", orphan),
  visitEvent("2025-12-31T10:00:00Z", { ...orphan, referrer: "" }),
  visitEvent("2025-12-31T10:00:01Z", { ...orphan, referrer: "" }),
  visitEvent("2025-12-31T12:00:00Z", { ...orphan, slug: "wp-login.php" }),
  visitEvent("2025-12-31T12:00:01Z", { ...orphan, bot: "ua" }),
  visitEvent("2025-12-31T12:00:02Z", { ...orphan, slug: "old-offer", status: 410 }),
  visitEvent("2025-12-31T12:00:03Z", { ...orphan, slug: "old-offer", status: 302 }),
  visitEvent("2025-12-31T12:00:04Z", { kind: "click", slug: "launch", status: 302 }),
  visitEvent("2025-12-31T12:00:05Z", { ...orphan, slug: "early-bird" }),
  visitEvent("2025-11-01T10:00:00Z", { ...orphan, slug: "long-ago" }),
  visitEvent("2025-12-31T12:00:06Z", { ...orphan, handleId: "hdl_other", slug: "theirs" }),
]);

type Orphan = { slug: string; referrer: string; visits: number; lastSeenAt: string };
const ask = async (query = "") => {
  const { status, body } = await reader.get(`${PATH}${query}`);
  expect(status).toBe(200);
  return (body as { orphans: Orphan[] }).orphans;
};

test("visits to what does not exist come by slug and referrer, most first, and nothing else does", async () => {
  expect(await ask()).toEqual([
    { slug: "lanch", referrer: "news.example", visits: 3, lastSeenAt: "2025-12-31T10:00:00.123Z" },
    { slug: "lanch", referrer: "", visits: 2, lastSeenAt: "2025-12-31T10:00:01.000Z" },
    { slug: "early-bird", referrer: "news.example", visits: 1, lastSeenAt: "2025-12-31T12:00:05.000Z" },
    { slug: "wp-login.php", referrer: "news.example", visits: 1, lastSeenAt: "2025-12-31T12:00:00.000Z" },
  ]);
});

test("a day as end is meant whole, bots are asked for, and a limit cuts the tail", async () => {
  expect(await ask("?from=2025-12-30&to=2025-12-30")).toMatchObject([{ slug: "lanch", visits: 1 }]);
  expect(await ask("?from=2025-11-01T00:00:00Z&to=2025-11-02T00:00:00Z")).toMatchObject([
    { slug: "long-ago" },
  ]);
  expect(await ask("?includeBots=true&limit=1")).toMatchObject([{ slug: "lanch", visits: 4 }]);
  expect(await ask("?limit=1")).toHaveLength(1);
});

test("a slug that has a link by now is left out, also where the link is switched off; deleted, it is back", async () => {
  const creator = await control.member("CREATOR");
  const path = "/v2/handles/acme/links/early-bird";
  await creator.put(path, { destinationUrl: "https://example.com/", enabled: false });
  expect((await ask()).map(({ slug }) => slug)).not.toContain("early-bird");
  // One more is asked for than is left out.
  expect(await ask("?limit=3")).toHaveLength(3);
  await creator.delete(path);
  expect((await ask()).map(({ slug }) => slug)).toContain("early-bird");
});

test("another handle's visits are nobody else's", async () => {
  const foreign = await control.token(["links.read"], { handle: "other" });
  const { body } = await foreign.get("/v2/public/handles/other/links/orphans");
  expect(body).toMatchObject({ orphans: [{ slug: "theirs", visits: 1 }] });
});

test("the address is the list's, and no link can take it", async () => {
  const creator = await control.member("CREATOR");
  expect((await creator.get("/v2/handles/acme/links/orphans")).body).toHaveProperty("orphans");
  expect(
    await creator.put("/v2/handles/acme/links/orphans", { destinationUrl: "https://example.com/" }),
  ).toMatchObject({
    status: 400,
    body: { error: "invalid_slug" },
  });
  expect((await creator.patch("/v2/handles/acme/links/orphans", {})).status).toBe(405);
});

test.each([
  ["?from=2026-01-02&to=2026-01-01", "from"],
  ["?from=yesterday", "from"],
  ["?to=1999-01-01", "to"],
  ["?limit=0", "limit"],
  ["?limit=1001", "limit"],
  ["?includeBots=maybe", "includeBots"],
  ["?slug=x", "slug"],
])("%s is refused, and said why", async (query, field) => {
  const { status, body } = await reader.get(`${PATH}${query}`);
  expect(status).toBe(400);
  expect(JSON.stringify((body as { details: unknown }).details)).toContain(field);
});

test("while the warehouse is away the answer is 503, and not an empty list", async () => {
  const askWarehouse = async () => {
    throw new AppError("unavailable", "Analytics are not available right now.");
  };
  await using away = await startControl({ override: { askWarehouse } });
  const token = await away.token(["links.read"]);
  expect(await token.get(PATH)).toMatchObject({ status: 503, body: { error: "unavailable" } });
});
