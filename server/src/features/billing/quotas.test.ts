import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startPlans } from "#testing/start-plans.ts";

const LINKS = "/v2/handles/acme/links";
const link = { destinationUrl: "https://example.com/" };
const HOUR_MS = 3_600_000;
/** On a machine that is busy with other things, 64 transactions one after the other take a while. */
const BUSY_MS = 60_000;

/** How often each status was answered. */
const tally = (answers: readonly { readonly status: number }[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => status)).map(([status, all]) => [
      status,
      all?.length,
    ]),
  );

type Plans = Awaited<ReturnType<typeof startPlans>>;

async function usedOf({ signedIn }: Plans, userId = "founder-of-acme") {
  const { body } = await (await signedIn(userId)).get("/v2/billing/summary");
  return (body as { writes: { used: number } }).writes.used;
}

const linksOf = async ({ rows }: Plans) => (await rows("select slug from links")).length;

onEveryEngine((_, locate) => {
  test.each([
    [1, 64],
    [32, 64],
  ])(
    "of 64 writes at once, with %i left of the day, exactly as many succeed",
    async (left) => {
      await using plans = await startPlans({ location: await locate(), writes: { FREE: 40 } });
      const [creator, owner] = [await plans.member("CREATOR"), await plans.member("OWNER")];
      const before = `'founder-of-acme', '2026-01-01', ${40 - left}`;
      await plans.rows(`insert into write_counts values (${before})`);
      expect(await usedOf(plans)).toBe(40 - left);
      const answers = await Promise.all(
        Array.from({ length: 64 }, (_, at) =>
          (at % 2 === 0 ? creator : owner).put(`${LINKS}/slug-${at}`, link),
        ),
      );
      expect(tally(answers)).toEqual({ 201: left, 429: 64 - left });
      expect(await usedOf(plans)).toBe(40);
      expect(await linksOf(plans)).toBe(left);
      const audited = await plans.rows("select id from audit_events where action = 'link.create'");
      expect(audited).toHaveLength(left);
      expect(await plans.rows("select id from outbox where type = 'link.created'")).toHaveLength(left);
      expect(await plans.rows("select slug from routes")).toHaveLength(left);
    },
    BUSY_MS,
  );
});

onEveryEngine((_, locate) => {
  test("whoever writes in a handle spends its owner's day, and nobody else's", async () => {
    await using plans = await startPlans({ location: await locate(), writes: { FREE: 4 } });
    const [creator, operator] = [await plans.member("CREATOR"), await plans.member("OPERATOR")];
    const elsewhere = await plans.member("OWNER", "other");
    const token = await plans.token(["links.*"]); // One.
    expect((await creator.post(LINKS, link)).status).toBe(201);
    expect((await token.put("/v2/public/handles/acme/links/by-token", link)).status).toBe(201);
    expect((await operator.post(LINKS, link)).status).toBe(201);
    for (const someone of [creator, operator]) expect((await someone.post(LINKS, link)).status).toBe(429);
    expect((await token.put("/v2/public/handles/acme/links/by-token-2", link)).status).toBe(429);
    expect((await elsewhere.post("/v2/handles/other/links", link)).status).toBe(201);
    // Their own days are their own.
    const mine = await operator.post("/v2/handles", { handle: "another-one" });
    expect(mine.status).toBe(201);
    expect(await usedOf(plans, "operator-of-acme")).toBe(1);
    expect(await usedOf(plans)).toBe(4);
    expect(await usedOf(plans, "founder-of-other")).toBe(1);
    // Whoever works here sees how far it goes.
    const { body } = await creator.get("/v2/handles/acme/usage-meters");
    const { meters } = body as { meters: { name: string }[] };
    expect(meters.at(-1)).toEqual({ name: "writesToday", used: 4, limit: 4 });
  });

  test("of many links in one request those succeed that the day has room for, each of the others is told why", async () => {
    await using plans = await startPlans({ location: await locate(), writes: { FREE: 3 } });
    const creator = await plans.member("CREATOR");
    const slugs = ["first", "second", "third", "fourth"];
    const links = slugs.map((slug) => ({ slug, ...link }));
    expect((await creator.put(`${LINKS}/first`, link)).status).toBe(201);
    const { status, body } = await creator.post(`${LINKS}/batch`, { links });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        ...{ created: 2, unchanged: 1, failed: 1 },
        results: [
          { status: "unchanged" },
          { status: "created" },
          { status: "created" },
          { slug: "fourth", status: "failed", error: { error: "quota_exceeded" } },
        ],
      },
    });
    expect(await usedOf(plans)).toBe(3);
    expect(await linksOf(plans)).toBe(3);
    // What is as it was is not refused, nor counted.
    const again = await creator.post(`${LINKS}/batch`, { links: links.slice(0, 3) });
    expect(again.body).toMatchObject({ unchanged: 3, failed: 0 });
    expect(await usedOf(plans)).toBe(3);
  });
});

test("the refusal has its figures, for programs and for people", async () => {
  await using plans = await startPlans({ writes: { FREE: 1, PRO: 2, ENTERPRISE: 2 } });
  const creator = await plans.member("CREATOR");
  plans.advance(6 * HOUR_MS);
  await creator.post(LINKS, link);
  const refused = await creator.post(LINKS, link);
  expect(refused).toMatchObject({
    status: 429,
    body: {
      ...{ error: "quota_exceeded", plan: "FREE", limit: 1, used: 1, requiredPlan: "PRO", timeZone: "UTC" },
      resetsAt: "2026-01-02T00:00:00.000Z",
      message: expect.stringContaining("1 writes of a day on the plan FREE"),
    },
  });
  expect(refused.headers.get("retry-after")).toBe(String(18 * 3600));
  expect(refused.headers.get("ratelimit")).toBe(`"writes";r=0;t=${18 * 3600}`);
  expect(refused.headers.get("ratelimit-policy")).toBe('"writes";q=1;w=86400');
  // A higher plan holds at once, with what was used before; above it there is no other with more.
  await plans.give("PRO");
  expect((await creator.post(LINKS, link)).status).toBe(201);
  expect((await creator.post(LINKS, link)).body).toMatchObject({ plan: "PRO", used: 2, requiredPlan: null });
});

test("what changes nothing, is refused, repeated, deleted, or protects somebody is no write", async () => {
  await using plans = await startPlans({ writes: { FREE: 2 } });
  const owner = await plans.member("OWNER");
  const once = { "idempotency-key": "once" };
  const made = await owner.post(LINKS, link, once);
  expect((await owner.post(LINKS, link, once)).headers.get("idempotency-replayed")).toBe("true");
  expect((await owner.post(LINKS, { destinationUrl: "nowhere" })).status).toBe(400);
  expect((await owner.put(`${LINKS}/${(made.body as { slug: string }).slug}`, link)).status).toBe(200);
  expect(await usedOf(plans)).toBe(1);
  const token = await owner.post("/v2/handles/acme/tokens", { name: "x", scopes: ["links.read"] });
  expect(await usedOf(plans)).toBe(2);
  expect((await owner.post(LINKS, link)).status).toBe(429);
  const { tokenId } = token.body as { tokenId: string };
  const rotated = await owner.post(`/v2/handles/acme/tokens/${tokenId}/rotate`, { overlapSeconds: 0 });
  expect(rotated.status).toBe(201);
  const collaborators = await owner.put("/v2/handles/acme/collaborators", { collaborators: [] });
  expect(collaborators.status).toBe(200);
  expect((await owner.get(LINKS)).status).toBe(200);
  const slug = (made.body as { slug: string }).slug;
  expect((await owner.delete(`${LINKS}/${slug}`)).status).toBe(204);
  expect((await owner.patch("/v2/auth/me", { name: "Anna" })).status).toBe(200);
  expect(await usedOf(plans)).toBe(2);
  // Room that deleting made is not a write more.
  expect((await owner.post(LINKS, link)).status).toBe(429);
});

test.each([
  // In Berlin the 29th of March 2026 has 23 hours, the 25th of October 25.
  ["Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29", "2026-03-29T22:00:00.000Z"],
  ["Europe/Berlin", "2026-03-28T22:59:59.999Z", "2026-03-28", "2026-03-28T23:00:00.000Z"],
  ["Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29", "2026-03-29T22:00:00.000Z"],
  ["Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25", "2026-10-25T23:00:00.000Z"],
  ["Pacific/Kiritimati", "2026-06-01T09:59:00Z", "2026-06-01", "2026-06-01T10:00:00.000Z"],
  ["Asia/Kathmandu", "2026-06-01T18:15:00Z", "2026-06-02", "2026-06-02T18:15:00.000Z"],
  // Here the clock goes from 23:59:59 to 01:00:00: the day begins an hour late.
  ["Africa/Cairo", "2026-04-23T20:00:00Z", "2026-04-23", "2026-04-23T22:00:00.000Z"],
])("a day in %s, at %s, is %s and ends at %s", async (timeZone, at, day, resetsAt) => {
  await using plans = await startPlans({ writes: { FREE: 1 } });
  plans.advance(Date.parse(at) - plans.now().getTime());
  const owner = await plans.signedIn("founder-of-acme");
  await owner.patch("/v2/auth/me", { timeZone });
  const write = async () => (await (await plans.member("CREATOR")).post(LINKS, link)).status;
  expect(await write()).toBe(201);
  const { body } = await owner.get("/v2/billing/summary");
  expect(body).toMatchObject({ writes: { used: 1, limit: 1, day, resetsAt, timeZone } });
  plans.advance(Date.parse(resetsAt) - Date.parse(at) - 1);
  expect(await write()).toBe(429);
  plans.advance(1);
  expect(await write()).toBe(201);
  expect(await write()).toBe(429);
});

test("moving to another time zone spends days that come anyway, and wins none", async () => {
  await using plans = await startPlans({ writes: { FREE: 1 } });
  const dayIn = async (timeZone: string) => {
    await (await plans.signedIn("founder-of-acme")).patch("/v2/auth/me", { timeZone });
    return (await (await plans.member("CREATOR")).post(LINKS, link)).status;
  };
  plans.advance(11 * HOUR_MS); // The 1st at 11:00 in London, the 2nd on Kiritimati, the 31st on Niue.
  expect(await dayIn("UTC")).toBe(201);
  expect(await dayIn("Pacific/Kiritimati")).toBe(201);
  expect(await dayIn("UTC")).toBe(429);
  expect(await dayIn("Pacific/Kiritimati")).toBe(429);
  plans.advance(13 * HOUR_MS); // The 2nd in London: it has been spent.
  expect(await dayIn("UTC")).toBe(429);
});
