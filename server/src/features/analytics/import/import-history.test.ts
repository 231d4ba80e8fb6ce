import { readFile } from "node:fs/promises";
import { afterAll, expect, test, vi } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { historyImports } from "#testing/history-imports.ts";
import { startAnalytics } from "#testing/start-analytics.ts";

vi.setConfig({ testTimeout: 60_000 }); // Of a machine that is busy with other things, too.
const analytics = await startAnalytics();
afterAll(() => analytics[Symbol.asyncDispose]());
const { start, sealed, staged } = historyImports(analytics);

const click = { at: "2024-05-01T10:00:00Z", slug: "launch" };

const past = [
  {
    ...click,
    at: "2024-05-01T12:00:00.5+02:00",
    country: "de",
    device: "Laptop",
    os: "macOS",
    browser: "Firefox",
    language: "de-AT",
    referrer: "https://t.co/secret?path=1",
    utmSource: "mail",
    utmMedium: "email",
    utmCampaign: "spring",
    utmTerm: "a",
    utmContent: "b",
    visitor: "203.0.113.7",
  },
  {
    ...click,
    at: Date.parse("2024-05-02T00:00:00Z"),
    referrer: "news.example.com",
    count: 3,
    visitor: null,
  },
  { ...click, at: "2024-05-03T00:00:00Z", kind: "conversion", name: "sale", value: 19.99, currency: "eur" },
];

test("the answer says what was imported, and it counts as if it had happened here", async () => {
  const { send, ship, control, totals } = await start();
  expect(await send(past)).toEqual({
    status: 200,
    body: {
      batchKey: "one",
      dryRun: false,
      replayed: false,
      lines: 3,
      events: 5,
      clicks: 4,
      conversions: 1,
      failed: 0,
      from: "2024-05-01T10:00:00.500Z",
      to: "2024-05-03T00:00:00.000Z",
      errors: [],
    },
  });
  await ship();
  expect(await totals()).toMatchObject({ clicks: 4, qualifiedClicks: 4, conversions: 1 });
  expect(await control.rows("select slug, clicks, qualified from link_clicks")).toEqual([
    { slug: "launch", clicks: 4, qualified: 4 },
  ]);
  const audit = await control.rows(
    "select action, target, actor from audit_events where action like 'analytics%'",
  );
  expect(audit).toEqual([{ action: "analytics.import", target: "one", actor: "user:keeper" }]);
  expect(await staged()).toEqual([]);
});

test("every field of the past arrives, and says where it came from", async () => {
  const { send, ship, events } = await start();
  await send(past);
  await ship();
  const rows = await events();
  expect(rows).toHaveLength(5);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(5);
  expect(rows[0]).toMatchObject({
    at: "2024-05-01 10:00:00.500",
    kind: "click",
    slug: "launch",
    visitor: expect.stringMatching(/^[0-9a-f]{16}$/),
    bot: "",
    status: 302,
    country: "DE",
    device: "DESKTOP",
    os: "macOS",
    browser: "Firefox",
    language: "de",
    referrer: "t.co",
    source: "mail",
    campaign: "spring",
    utmSource: "mail",
    utmContent: "b",
    metadata: '{"imported":"one"}',
  });
  expect(rows[1]).toMatchObject({
    referrer: "news.example.com",
    source: "referral",
    visitor: "",
    country: "",
  });
  expect(rows[4]).toMatchObject({
    kind: "conversion",
    name: "sale",
    value: 19.99,
    currency: "EUR",
    status: 0,
  });
});

test("what told visitors apart elsewhere is nowhere afterwards, and one visitor is still one", async () => {
  const { send, ship, events, control } = await start();
  await send(["203.0.113.7", "203.0.113.7", "203.0.113.8"].map((visitor) => ({ ...click, visitor })));
  for (const { path } of await sealed()) {
    expect(await readFile(path, "utf8")).not.toContain("203.0.113");
  }
  await ship();
  const visitors = (await events()).map(({ visitor }) => visitor);
  expect(new Set(visitors).size).toBe(2);
  expect(JSON.stringify(await control.rows("select * from analytics_imports"))).not.toContain("203.0.113");
  await send([{ ...click, visitor: "203.0.113.7" }], "batchKey=two");
  await ship();
  expect(new Set((await events()).map(({ visitor }) => visitor)).size).toBe(3);
});

onEveryEngine((_, locate) => {
  test("the same key again answers what it answered first and adds nothing, whatever is sent", async () => {
    const { send, ship, events, control, handleId } = await start({ location: await locate() });
    const first = await send([click, { ...click, count: 2 }]);
    await ship();
    const again = await send([click, click, click, click]);
    expect(again).toEqual({ status: 200, body: { ...first.body, replayed: true } });
    await ship();
    expect(await events()).toHaveLength(3);
    expect(await control.rows(`select clicks from link_clicks where handle_id = '${handleId}'`)).toEqual([
      { clicks: 3 },
    ]);
    const other = await send([click], "batchKey=two");
    expect(other.body).toMatchObject({ replayed: false, events: 1 });
    await ship();
    expect(await events()).toHaveLength(4);
    expect(await staged()).toEqual([]);
  });

  test("of two that send one key at once, one imports", async () => {
    const { send, ship, events } = await start({ location: await locate() });
    const answers = await Promise.all([send([click, click]), send([click, click])]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ body }) => body["replayed"]).sort()).toEqual([false, true]);
    await ship();
    expect(await events()).toHaveLength(2);
    expect(await staged()).toEqual([]);
  });
});
