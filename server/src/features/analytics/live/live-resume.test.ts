import { expect, test } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { AskWarehouse } from "#platform/deps.ts";
import { clickEvent } from "#testing/click-event.ts";
import { startLive } from "#testing/start-live.ts";

const SOON = { timeout: 10_000, interval: 10 };

/** A warehouse with these rows, as far as it is asked by live streams. */
const rowsOf = (events: readonly VisitEvent[]) =>
  events.map(({ at, value, ...event }) => ({ ...event, ms: String(at), money: value }));

async function start(askWarehouse: AskWarehouse) {
  const live = await startLive({ askWarehouse });
  return { ...live, stop: () => live[Symbol.asyncDispose]() };
}

test("what was missed comes first and in order, without what the client had, and again is not given again", async () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const had = clickEvent({ id: newId("evt", now), at: now, handleId: "hdl_acme", name: "had" });
  const missed = [3, 1, 2].map((n) =>
    clickEvent({ id: newId("evt", now + n), at: now + n, handleId: "hdl_acme", name: `missed ${n}` }),
  );
  const stored: VisitEvent[] = [];
  const { control, record, opened, stop } = await start(async (_, { limit }) => {
    const newest = stored.toSorted((a, b) => b.at - a.at).slice(0, Number(limit ?? 1e6));
    return rowsOf(newest) as never;
  });
  const first = await opened();
  record([had]);
  await expect.poll(() => first.events().length, SOON).toBe(1);
  const position = first.seen.lastId;
  first[Symbol.dispose]();
  stored.push(had, ...missed);
  control.advance(1_000);
  using second = await opened("", { "last-event-id": position });
  const names = () => second.events().map(({ data }) => data["name"]);
  await expect.poll(names, SOON).toEqual(["missed 1", "missed 2", "missed 3"]);
  // The warehouse is asked every half a second and says the same each time; a newer one shows that it was.
  const late = clickEvent({ id: newId("evt", now + 4), at: now + 4, handleId: "hdl_acme", name: "late" });
  stored.push(late);
  await expect.poll(names, SOON).toEqual(["missed 1", "missed 2", "missed 3", "late"]);
  expect(second.gaps()).toEqual([]);
  // Back a second time at once: the first's is not forgotten.
  using third = await opened("", { "last-event-id": second.seen.lastId });
  const next = clickEvent({ id: newId("evt", now + 1_000), at: now + 1_000, handleId: "hdl_acme" });
  record([{ ...next, name: "next" }]);
  await expect.poll(() => third.events().map(({ data }) => data["name"]), SOON).toEqual(["next"]);
  await stop();
});

test.each([
  ["more than ten minutes", "too_old", 601_000, 1],
  ["more than a thousand events", "too_many", 2_000, 1_001],
] as const)("where %s were missed, a gap says so before the newest", async (_, reason, ms, count) => {
  const now = Date.parse("2026-01-01T00:00:00Z") + ms;
  const stored = Array.from({ length: count }, (__, n) => {
    const at = now - count + n;
    return clickEvent({ id: newId("evt", at), at, handleId: "hdl_acme", name: String(n) });
  });
  const { control, opened, stop } = await start(async (sql, { limit }) =>
    sql.includes("handleId = ") ? (rowsOf(stored.toReversed().slice(0, Number(limit))) as never) : [],
  );
  const first = await opened();
  const position = first.seen.lastId;
  first[Symbol.dispose]();
  control.advance(ms);
  using second = await opened("", { "last-event-id": position });
  await expect.poll(() => second.events().length, SOON).toBe(Math.min(count, 1_000));
  expect(second.gaps()).toEqual([reason]);
  expect(second.frames[0]).toMatchObject({ event: "gap" });
  expect(second.frames.at(-1)?.data["name"]).toBe(String(count - 1));
  await stop();
});

test("while the warehouse is away streams go on, and one that resumes is told that something may be missing", async () => {
  const away = new AppError("unavailable", "away");
  const { record, click, opened, warnings, stop } = await start(() => Promise.reject(away));
  const first = await opened();
  record([click({ name: "one" })]);
  await expect.poll(() => first.events().length, SOON).toBe(1);
  using second = await opened(`?lastEventId=${first.seen.lastId}`);
  await expect.poll(() => second.gaps(), SOON).toEqual(["unavailable"]);
  record([click({ name: "two" })]);
  await expect.poll(() => second.events().map(({ data }) => data["name"]), SOON).toEqual(["two"]);
  await expect.poll(() => warnings.length, SOON).toBe(1);
  await stop();
});

test("a position of one process is good in every other, also for what that one has not heard of yet", async () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const stored: VisitEvent[] = [];
  const ask: AskWarehouse = async (_, { limit }) =>
    rowsOf(stored.toSorted((a, b) => b.at - a.at).slice(0, Number(limit ?? 1e6))) as never;
  const event = (at: number, name: string) =>
    clickEvent({ id: newId("evt", now + at), at: now + at, handleId: "hdl_acme", name });
  const one = await start(ask);
  const [early, given, late] = [event(1, "early"), event(5, "given"), event(3, "late")];
  const stream = await one.opened();
  one.record([given]);
  await expect.poll(() => stream.events().length, SOON).toBe(1);
  const position = stream.seen.lastId;
  stream[Symbol.dispose]();
  await one.stop();
  stored.push(early, given);
  const two = await start(ask);
  two.control.advance(2_000);
  using resumed = await two.opened("", { "last-event-id": position });
  const names = () => resumed.events().map(({ data }) => data["name"]);
  await expect.poll(names, SOON).toEqual(["early"]);
  stored.push(late);
  two.record([event(2_000, "here")]);
  await expect.poll(() => names().toSorted(), SOON).toEqual(["early", "here", "late"]);
  expect(resumed.gaps()).toEqual([]);
  await two.stop();
});
