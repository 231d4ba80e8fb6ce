import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startAnalytics, visitEvent } from "#testing/start-analytics.ts";
import { startControl } from "#testing/start-control.ts";
import { applyRetention } from "./apply-retention.ts";

vi.setConfig({ testTimeout: 60_000 }); // Of a machine that is busy with other things, too.
const analytics = await startAnalytics();
afterAll(() => analytics[Symbol.asyncDispose]());
const { askWarehouse, removeEvents, warehouse, record } = analytics;

const DAY_MS = 86_400_000;
// The clock of a test stands at the beginning of 2026.
const NOW = Date.UTC(2026, 0, 1);
const daysAgo = (days: number, ms = 0) => new Date(NOW - days * DAY_MS + ms).toISOString();

async function start(retentionDays = 0, location?: string) {
  const override = { askWarehouse, removeEvents, retentionDays };
  const control = await startControl({ override, ...(location !== undefined && { location }) });
  onTestFinished(() => control[Symbol.asyncDispose]());
  await warehouse.removeEvents({ where: "1", params: {} });
  const keep = async (name: string, eventsDays: number | null) =>
    (await control.member("OWNER", name)).put(`/v2/handles/${name}/retention`, { eventsDays });
  return { control, keep, tomorrow: () => control.advance(DAY_MS) };
}

const recordDays = (handle: string, days: readonly number[]) =>
  record(days.map((day) => visitEvent(daysAgo(day), { handleId: `hdl_${handle}`, slug: `d${day}` })));

const left = async (handle: string) => {
  const sql = "select slug from events where handleId = {handleId:String} order by at desc";
  return (await warehouse.query<{ slug: string }>(sql, { handleId: `hdl_${handle}` })).map(
    ({ slug }) => slug,
  );
};

const READ = { eventsDays: 400, effectiveDays: 400 };

test("the owner says how long, everybody may read it, and the operator's limit is everybody's", async () => {
  const { control, keep } = await start(90);
  const creator = await control.member("CREATOR");
  const read = async () => (await creator.get("/v2/handles/acme/retention")).body;
  expect(await read()).toEqual({ eventsDays: null, effectiveDays: 90 });
  expect((await keep("acme", 400)).body).toEqual({ eventsDays: 400, effectiveDays: 90 });
  expect((await keep("acme", 30)).body).toEqual({ eventsDays: 30, effectiveDays: 30 });
  expect(await read()).toEqual({ eventsDays: 30, effectiveDays: 30 });
  await keep("acme", 30);
  expect((await keep("acme", null)).body).toEqual({ eventsDays: null, effectiveDays: 90 });
  const sql = "select details from audit_events where action like 'retention%'";
  const audit = (await control.rows(sql)) as { details: string }[];
  expect(new Set(audit.map(({ details }) => details))).toEqual(
    new Set([
      '{"before":null,"eventsDays":400}',
      '{"before":400,"eventsDays":30}',
      '{"before":30,"eventsDays":null}',
    ]),
  );
  expect(audit).toHaveLength(3);
  const operator = await control.member("OPERATOR");
  expect((await operator.put("/v2/handles/acme/retention", { eventsDays: 1 })).status).toBe(403);
});

test("without an operator's limit a handle keeps everything until its owner says otherwise", async () => {
  const { control, keep } = await start();
  const owner = await control.member("OWNER");
  expect((await owner.get("/v2/handles/acme/retention")).body).toEqual({
    eventsDays: null,
    effectiveDays: null,
  });
  expect((await keep("acme", 400)).body).toEqual(READ);
});

test.each([0, -1, 1.5, 36_501, "30"])("%s is no number of days", async (eventsDays) => {
  const { control } = await start();
  const owner = await control.member("OWNER");
  expect(await owner.put("/v2/handles/acme/retention", { eventsDays })).toMatchObject({
    status: 400,
    body: { details: [{ path: "eventsDays" }] },
  });
});

test("each handle loses what is past its own limit, to the millisecond, and no other event", async () => {
  const { control, keep } = await start();
  await keep("acme", 30);
  await keep("brief", 1);
  await recordDays("acme", [1, 29, 30, 31, 400]);
  await recordDays("brief", [0, 2, 30]);
  await recordDays("forever", [1, 400, 4000]);
  await record([visitEvent(daysAgo(30, -1), { handleId: "hdl_acme", slug: "late" })]);
  await applyRetention(control.deps);
  expect(await left("acme")).toEqual(["d1", "d29", "d30"]);
  expect(await left("brief")).toEqual(["d0"]);
  expect(await left("forever")).toEqual(["d1", "d400", "d4000"]);
});

test("the operator's limit drops whole months and cuts the one it falls into, for all handles", async () => {
  const { control, keep } = await start(40);
  await keep("acme", 10);
  await recordDays("acme", [1, 11, 39, 70]);
  await recordDays("other", [1, 39, 41, 45, 70, 400]);
  const removed: unknown[] = [];
  const deps = {
    ...control.deps,
    removeEvents: (which: Parameters<typeof removeEvents>[0]) => {
      removed.push(which);
      return removeEvents(which);
    },
  };
  await applyRetention(deps);
  expect(await left("acme")).toEqual(["d1"]);
  expect(await left("other")).toEqual(["d1", "d39"]);
  expect(removed.slice(0, 2)).toEqual(expect.arrayContaining([{ month: "202510" }, { month: "202411" }]));
  const parts = await warehouse.query(
    "select partition, sum(rows) as rows from system.parts where table = 'events' and active group by partition having partition < '202511'",
  );
  expect(parts).toEqual([]);
});

test("one process does it once a day; what came late for a time that is past goes with the next run", async () => {
  const { control, keep, tomorrow } = await start();
  await keep("acme", 30);
  await recordDays("acme", [1, 40]);
  await Promise.all([applyRetention(control.deps), applyRetention(control.deps)]);
  expect(await left("acme")).toEqual(["d1"]);
  await recordDays("acme", [50]);
  await applyRetention(control.deps);
  expect(await left("acme")).toEqual(["d1", "d50"]);
  tomorrow();
  await applyRetention(control.deps);
  expect(await left("acme")).toEqual(["d1"]);
  tomorrow();
  await applyRetention(control.deps);
  expect(await left("acme")).toEqual(["d1"]);
});

test("a run that failed is not taken for one that was done, and one whose process died frees its claim in an hour", async () => {
  const { control, keep } = await start();
  await keep("acme", 30);
  await recordDays("acme", [40]);
  const failing = { ...control.deps, removeEvents: () => Promise.reject(new Error("Killed.")) };
  await expect(applyRetention(failing)).rejects.toThrow("Killed.");
  const never = { ...control.deps, removeEvents: () => new Promise<void>(() => {}) };
  void applyRetention(never);
  await expect.poll(() => control.rows("select job from job_claims where claimed_until > 0")).toHaveLength(1);
  await applyRetention(control.deps);
  expect(await left("acme")).toEqual(["d40"]);
  control.advance(3_600_001);
  await applyRetention(control.deps);
  expect(await left("acme")).toEqual([]);
});

onEveryEngine((_, locate) => {
  test("signals, sessions and what conversions were go; that they were counted stays", async () => {
    const { control, keep } = await start(0, await locate());
    await keep("acme", 30);
    await control.handle("other");
    const at = (days: number) => NOW - days * DAY_MS;
    for (const handle of ["acme", "other"]) {
      const insert = (table: string, rows: readonly string[]) =>
        control.rows(
          `insert into ${table} values ${rows.map((row) => `('hdl_${handle}', ${row})`).join(", ")}`,
        );
      // Many, so that it takes more than one transaction.
      const times = Array.from({ length: 2500 }, (_, index) => (index < 2400 ? at(31) - index : at(29)));
      await insert(
        "chain_signals",
        times.map((then, seq) => `'busy', ${seq}, 'view', null, 1, null, null, ${then}, ${then}`),
      );
      await insert("chain_sessions", [
        `'busy', 2500, ${at(31)}, ${at(29)}`,
        `'gone', 1, ${at(40)}, ${at(31)}`,
      ]);
      const conversion = (days: number) =>
        `'key-${days}', 'cnv_${days}', 'launch', 'clk_1', 'sale', '9.90', 'EUR', ${at(days)}, ${at(days)}`;
      await insert("conversions", [29, 31].map(conversion));
    }
    await applyRetention(control.deps);
    const rows = (sql: string) => control.rows(sql);
    expect(await rows("select count(*) as n from chain_signals where handle_id = 'hdl_acme'")).toEqual([
      { n: 100 },
    ]);
    expect(await rows("select count(*) as n from chain_signals where handle_id = 'hdl_other'")).toEqual([
      { n: 2500 },
    ]);
    expect(await rows("select session_id from chain_sessions where handle_id = 'hdl_acme'")).toEqual([
      { session_id: "busy" },
    ]);
    expect(await rows("select count(*) as n from chain_sessions where handle_id = 'hdl_other'")).toEqual([
      { n: 2 },
    ]);
    expect(
      await rows(
        "select idempotency_key, slug, click_id, event_type, value, currency from conversions where handle_id = 'hdl_acme' order by idempotency_key",
      ),
    ).toEqual([
      {
        idempotency_key: "key-29",
        slug: "launch",
        click_id: "clk_1",
        event_type: "sale",
        value: "9.90",
        currency: "EUR",
      },
      { idempotency_key: "key-31", slug: "", click_id: "", event_type: "", value: "0", currency: "" },
    ]);
    expect(
      await rows("select count(*) as n from conversions where handle_id = 'hdl_other' and event_type = ''"),
    ).toEqual([{ n: 0 }]);
    const owner = await control.member("OWNER");
    const { body } = await owner.get("/v2/handles/acme/conversions");
    expect(
      (body as { conversions: { conversionId: string }[] }).conversions.map(
        ({ conversionId }) => conversionId,
      ),
    ).toEqual(["cnv_29"]);
  });
});
