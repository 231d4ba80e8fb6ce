import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { AppError } from "#kernel/errors.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { visitorHashSql } from "#platform/visits/visitor-sql.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startAnalytics, visitEvent } from "#testing/start-analytics.ts";
import { startControl } from "#testing/start-control.ts";
import { startWorker } from "#worker.ts";
import { runErasures } from "./run-erasures.ts";

vi.setConfig({ testTimeout: 60_000 }); // Of a machine that is busy with other things, too.
const analytics = await startAnalytics();
afterAll(() => analytics[Symbol.asyncDispose]());
const { askWarehouse, removeEvents, warehouse, record, eventsFolder } = analytics;

const SESSION = "session_of-a-person";
/** To a pattern the two look alike. */
const OTHERS = "session-of-a-person";
const HASH = "f".repeat(32);
const AT = "2025-12-31T10:00:00Z";
const DAY_MS = 86_400_000;

type Override = NonNullable<Parameters<typeof startControl>[0]>["override"];

async function start(location?: string, override: Override = {}) {
  const control = await startControl({
    override: { askWarehouse, removeEvents, eventsFolder, ...override },
    ...(location !== undefined && { location }),
  });
  onTestFinished(() => control[Symbol.asyncDispose]());
  await warehouse.removeEvents({ where: "1", params: {} });
  await control.handle("other");
  const operator = await control.member("OPERATOR");
  return {
    control,
    erase: (visitorId: string) => operator.delete(`/v2/handles/acme/visitors/${visitorId}`),
  };
}

const theirs = (differences: Partial<VisitEvent> = {}) =>
  visitEvent(AT, { sessionId: SESSION, ...differences });
const count = async (where = "1") =>
  (await warehouse.query<{ n: number }>(`select count() as n from events where ${where}`))[0]?.n;

/** The same of two visitors in two handles, wherever something is kept. */
async function keepTraces(control: Awaited<ReturnType<typeof start>>["control"], clickId: string) {
  const now = control.now().getTime();
  for (const handle of ["acme", "other"]) {
    const insert = (table: string, columns: string, values: string) =>
      control.rows(`insert into ${table} (handle_id, ${columns}) values ('hdl_${handle}', ${values})`);
    for (const [number, session] of [SESSION, OTHERS].entries()) {
      await insert(
        "chain_sessions",
        "session_id, signals, first_seen_at, last_seen_at",
        `'${session}', 1, 1, 1`,
      );
      await insert(
        "chain_signals",
        "session_id, seq, signal_key, confidence, occurred_at, at",
        `'${session}', 0, 'view', 1, 1, 1`,
      );
      await insert("visitor_segments", "visitor_id, segment, at", `'${session}', 'vip', 1`);
      await insert(
        "audit_events",
        "id, action, target, actor, details, at",
        `'aud_${number}', 'visitor.segments', '${session}', 'user:x', '{}', 1`,
      );
      await insert(
        "outbox",
        "id, type, payload, at",
        `'evt_${handle}${number}', 'visitor.segments_changed', '{"visitorId":"${session}"}', ${now}`,
      );
      const event = JSON.stringify(theirs({ handleId: `hdl_${handle}`, sessionId: session }));
      await control.rows(`insert into pending_visits values ('evt_${handle}${number}', '${event}', null)`);
    }
    for (const [number, click] of [clickId, "clk_other"].entries()) {
      await insert(
        "conversions",
        "idempotency_key, conversion_id, slug, click_id, event_type, value, currency, occurred_at, received_at",
        `'key-${number}', 'cnv_${number}', 'launch', '${click}', 'sale', '1', 'EUR', ${now}, ${now}`,
      );
    }
  }
}

onEveryEngine((_, locate) => {
  test("nothing is left of a visitor anywhere, and everything of all others", async () => {
    const { control, erase } = await start(await locate());
    const click = theirs({ visitor: HASH });
    await record([
      click,
      theirs({ kind: "signal" }),
      theirs({ kind: "conversion", clickId: click.id }),
      // Without consent a conversion says of whom it is by its click alone.
      visitEvent(AT, { kind: "conversion", visitor: "", clickId: click.id }),
      visitEvent(AT, { kind: "conversion", visitor: "", clickId: "clk_other" }),
      visitEvent(AT, { kind: "conversion", visitor: "", clickId: click.id, handleId: "hdl_other" }),
      visitEvent(AT, { visitor: SESSION }),
      theirs({ handleId: "hdl_other", slug: "foreign" }),
      visitEvent(AT, { slug: "somebody", sessionId: OTHERS }),
    ]);
    await keepTraces(control, click.id);
    expect(await erase(SESSION)).toMatchObject({ status: 204, body: undefined });
    expect(
      await count(
        `handleId = 'hdl_acme' and (visitorHash = ${visitorHashSql(`'${SESSION}'`)} or sessionId = '${SESSION}')`,
      ),
    ).toBe(0);
    expect(await count()).toBe(5);
    const clickIds = await warehouse.query(
      "select handleId, clickId from events where kind = 'conversion' order by handleId, clickId",
    );
    expect(clickIds).toEqual([
      { handleId: "hdl_acme", clickId: "" },
      { handleId: "hdl_acme", clickId: "clk_other" },
      { handleId: "hdl_other", clickId: click.id },
    ]);
    for (const table of ["chain_sessions", "chain_signals", "visitor_segments", "outbox", "pending_visits"]) {
      const rows = await control.rows(`select * from ${table}`);
      expect(rows, table).toHaveLength(3);
      expect(JSON.stringify(rows).split(SESSION), table).toHaveLength(2);
    }
    const said = await control.rows("select * from audit_events where handle_id = 'hdl_acme'");
    expect(JSON.stringify(said)).not.toContain(SESSION);
    expect(JSON.stringify(said)).toContain(OTHERS);
    const conversions = await control.rows(
      "select handle_id, click_id from conversions order by handle_id, conversion_id",
    );
    expect(conversions).toEqual([
      { handle_id: "hdl_acme", click_id: "" },
      { handle_id: "hdl_acme", click_id: "clk_other" },
      { handle_id: "hdl_other", click_id: click.id },
      { handle_id: "hdl_other", click_id: "clk_other" },
    ]);
    const audit = await control.rows("select target, actor from audit_events where action = 'visitor.erase'");
    expect(audit).toEqual([{ target: expect.stringMatching(/^ers_/), actor: "user:operator-of-acme" }]);
  });
});

test("by the digits of a day one visitor goes, and nobody's digits take nothing", async () => {
  const { erase } = await start();
  await record([
    visitEvent(AT, { slug: "first", visitor: "00000000000000f0" }),
    visitEvent(AT, { slug: "second", visitor: "f000000000000000" }),
    visitEvent(AT, { slug: "nobody", visitor: "" }),
  ]);
  await erase("0000000000000000");
  expect(await count()).toBe(3);
  await erase("00000000000000f0");
  expect(await warehouse.query("select slug from events order by slug")).toEqual([
    { slug: "nobody" },
    { slug: "second" },
  ]);
});

test("asking again, or for somebody who never was, is answered alike", async () => {
  const { erase } = await start();
  await record([theirs()]);
  for (const visitorId of [SESSION, SESSION, "nobody-at-all"]) {
    expect(await erase(visitorId)).toMatchObject({ status: 204, body: undefined });
  }
  expect(await erase("short")).toMatchObject({ status: 400, body: { details: [{ path: "visitorId" }] } });
  expect(await erase("a' or 1=1 --")).toMatchObject({ status: 400 });
  expect(await count()).toBe(0);
});

test("events that are still in segments, sealed and open, are waited for: after 204 none is left", async () => {
  const { control, erase } = await start();
  const open = () => openEventLog({ folder: eventsFolder, durability: "os", onFatal: console.error });
  await using sealing = await open();
  await sealing.append(theirs());
  await sealing.sealNow();
  expect(await listSealedSegments(eventsFolder)).toHaveLength(1);
  await using writing = await open();
  await writing.append(theirs({ slug: "open" }));
  await control.rows(
    `insert into pending_visits values ('evt_p', '${JSON.stringify(theirs({ id: "evt_p" }))}', null)`,
  );
  await using _ = startWorker({
    deps: control.deps,
    tokenWatch: control.tokenWatch,
    warehouse,
    eventsFolder,
  });
  expect((await erase(SESSION)).status).toBe(204);
  expect(await listSealedSegments(eventsFolder)).toEqual([]);
  expect(await count()).toBe(0);
  expect(await control.rows("select * from pending_visits")).toEqual([]);
});

test("while the warehouse is away it is 202, and happens when the warehouse is back", async () => {
  let isAway = true;
  const away = () => new AppError("unavailable", "Away.", { retryAfterSeconds: 5 });
  const { control, erase } = await start(undefined, {
    askWarehouse: (...question) => (isAway ? Promise.reject(away()) : askWarehouse(...question)),
  });
  vi.spyOn(control.deps.log, "warn").mockImplementation(() => {});
  await record([theirs()]);
  const answer = await erase(SESSION);
  expect(answer).toMatchObject({ status: 202, body: { erasureId: expect.stringMatching(/^ers_/) } });
  expect(await count()).toBe(1);
  control.advance(60_000);
  await runErasures(control.deps);
  expect(await count()).toBe(1);
  isAway = false;
  await runErasures(control.deps);
  expect(await count()).toBe(0);
});

test("what a machine brings that was away goes within a day, and what the visitor does anew stays", async () => {
  const { control, erase } = await start();
  expect((await erase(SESSION)).status).toBe(204);
  await record([theirs({ slug: "late" }), theirs({ slug: "anew", at: Date.parse("2026-01-01T12:00:00Z") })]);
  await runErasures(control.deps);
  expect(await count()).toBe(2);
  control.advance(DAY_MS);
  await runErasures(control.deps);
  expect(await warehouse.query("select slug from events")).toEqual([{ slug: "anew" }]);
  for (let day = 0; day < 32; day++) {
    control.advance(DAY_MS);
    await runErasures(control.deps);
  }
  expect(await control.rows("select * from erasures")).toEqual([]);
});
