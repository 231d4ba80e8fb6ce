import { expect, test } from "vitest";
import { startLive } from "#testing/start-live.ts";

const SOON = { timeout: 10_000, interval: 10 };

test("a comment comes every fifteen seconds, and takes the position along", async () => {
  await using live = await startLive();
  const { control, opened } = live;
  using stream = await opened();
  const before = stream.seen.lastId;
  control.advance(14_000);
  control.advance(2_000);
  await expect.poll(() => stream.seen.comments, SOON).toBe(1);
  control.advance(15_000);
  await expect.poll(() => stream.seen.comments, SOON).toBe(2);
  expect(stream.seen.lastId > before).toBe(true);
  expect(stream.frames).toEqual([]);
});

test("filters by slug, kind and bots leave everything else out", async () => {
  await using live = await startLive();
  const { record, click, opened } = live;
  using some = await opened("?slug=a,b&kind=click,signal&includeBots=false");
  using all = await opened();
  record([
    click({ slug: "a", name: "1" }),
    click({ slug: "c", name: "2" }),
    click({ slug: "b", name: "3", bot: "ua" }),
    click({ slug: "b", name: "4", kind: "signal" }),
    click({ slug: "a", name: "5", kind: "conversion" }),
    click({ slug: "a", name: "6", handleId: "hdl_other" }),
    click({ slug: "b", name: "7" }),
  ]);
  await expect.poll(() => all.frames.map(({ data }) => data["name"]).join(""), SOON).toBe("123457");
  await expect.poll(() => some.frames.map(({ data }) => data["name"]).join(""), SOON).toBe("147");
  expect(some.frames.map(({ event }) => event)).toEqual(["click", "signal", "click"]);
});

test.each([
  ["?kind=nothing", "kind"],
  ["?kind=", "kind"],
  ["?slug=,", "slug"],
  ["?includeBots=yes", "includeBots"],
  ["?lastEventId=evt_1", "lastEventId"],
  ["?lastEventId=abc.123", "lastEventId"],
  ["?since=yesterday", "since"],
])("%s is refused with the field that is wrong, and takes no place", async (query, path) => {
  await using live = await startLive();
  const { text } = await live.control.token(["analytics.*"]);
  const { status, body } = await live.control
    .client({ authorization: `Bearer ${text}` })
    .get(`/v2/public/handles/acme/analytics/live${query}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error: path === "slug" ? "invalid_slug" : "invalid_payload" });
  const { details } = body as { details: { path: string }[] };
  expect(details.some((one) => one.path.startsWith(path))).toBe(true);
  expect(live.listeners.size).toBe(0);
});

test("a reader that is slow is told of a gap and goes on with what is new, and nothing is kept for it", async () => {
  await using live = await startLive();
  const { record, click, opened } = live;
  using slow = await opened();
  using quick = await opened();
  slow.pause();
  const padding = "x".repeat(200);
  let recorded = 0;
  const add = (count: number) => {
    const campaign = padding;
    const events = Array.from({ length: count }, () => click({ campaign, name: String(recorded++) }));
    record(events);
  };
  const before = process.memoryUsage().rss;
  for (let n = 0; n < 100; n++) {
    add(500);
    await expect.poll(() => quick.events().length, SOON).toBe(recorded);
    quick.frames.splice(1); // The test keeps nothing either.
    quick.frames.length = 0;
    recorded = 0;
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  slow.resume();
  record([click({ name: "the end" })]);
  await expect.poll(() => slow.frames.at(-1)?.data["name"], SOON).toBe("the end");
  expect(slow.gaps()).toEqual(["slow"]);
  expect(quick.gaps()).toEqual([]);
  // After the gap comes all that was still there, in its order.
  const gap = slow.frames.findIndex(({ event }) => event === "gap");
  const after = slow.frames.slice(gap + 1, -1).map(({ data }) => Number(data["name"]));
  expect(after.length).toBeGreaterThanOrEqual(1_000);
  expect(after.length).toBeLessThanOrEqual(1_300);
  expect(after.slice(-500)).toEqual(Array.from({ length: 500 }, (_, index) => index));
});

test("a client that takes nothing for a minute loses its place, one that reads keeps it", async () => {
  await using live = await startLive();
  const { control, record, click, opened } = live;
  using dead = await opened();
  using alive = await opened();
  dead.pause();
  const large = { campaign: "x".repeat(40_000) };
  for (let n = 0; n < 10; n++) {
    record(Array.from({ length: 20 }, () => click(large)));
    await expect.poll(() => alive.events().length, SOON).toBe((n + 1) * 20);
  }
  for (let seconds = 0; seconds < 75; seconds += 15) {
    control.advance(15_000);
    const heard = alive.seen.comments;
    await expect.poll(() => alive.seen.comments, SOON).toBeGreaterThan(heard);
  }
  dead.resume();
  expect(await dead.ended).toBe("cut");
  record([click({ name: "alive" })]);
  await expect.poll(() => alive.frames.at(-1)?.data["name"], SOON).toBe("alive");
});

test("a handle has twenty streams and no more, another has its own, and a place is free once a client has gone", async () => {
  await using live = await startLive();
  const { control, opened } = live;
  const streams = [];
  for (let n = 0; n < 20; n++) streams.push(await opened());
  using refused = await live.open();
  expect(refused).toMatchObject({ status: 429, headers: { "retry-after": "10" } });
  await expect.poll(() => refused.body(), SOON).toMatchObject({ error: "rate_limited" });
  const foreign = await control.token(["analytics.read"], { handle: "other" });
  using elsewhere = await live.open({ token: foreign.text }, "other");
  expect(elsewhere.status).toBe(200);
  streams.pop()?.[Symbol.dispose]();
  const again = async () => {
    const stream = await live.open();
    streams.push(stream);
    return stream.status;
  };
  await expect.poll(again, SOON).toBe(200);
  for (const stream of streams) stream[Symbol.dispose]();
});

test("nobody listens to the event log while nobody watches", async () => {
  await using live = await startLive();
  const { listeners, opened } = live;
  expect(listeners.size).toBe(0);
  const stream = await opened();
  expect(listeners.size).toBe(1);
  stream[Symbol.dispose]();
  await expect.poll(() => listeners.size, SOON).toBe(0);
});

test.each([
  ["members", "/v2/handles"],
  ["tokens", "/v2/public/handles"],
] as const)(
  "among %s, the stream of one who may not read any more is cut within three seconds",
  async (_, base) => {
    await using live = await startLive();
    const { control, record, click } = live;
    await control.setRole("operator-of-acme", "OPERATOR");
    const { authorization } = await control.bearerOf("operator-of-acme");
    const made = await control.token(["analytics.read"]);
    const token = base === "/v2/handles" ? authorization.slice("Bearer ".length) : made.text;
    using stream = await live.open({ token, base });
    await expect.poll(() => stream.seen.lastId, SOON).not.toBe("");
    control.advance(3_000);
    record([click({ name: "still here" })]);
    await expect.poll(() => stream.events().length, SOON).toBe(1);
    await control.setRole("operator-of-acme", null);
    control.advance(3_000);
    expect(await stream.ended).toBe("cut");
  },
);

test("an expired token's stream ends though nobody revoked it", async () => {
  await using live = await startLive();
  const { control } = live;
  const expiresAt = new Date(control.now().getTime() + 60_000).toISOString();
  const token = await control.token(["analytics.read"], { expiresAt });
  using stream = await live.open({ token: token.text });
  await expect.poll(() => stream.seen.lastId, SOON).not.toBe("");
  control.advance(61_000);
  expect(await stream.ended).toBe("cut");
});
