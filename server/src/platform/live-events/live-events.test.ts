import { expect, test, vi } from "vitest";
import { AppError } from "#kernel/errors.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { AskWarehouse } from "#platform/deps.ts";
import type { EventListener } from "#platform/event-log/event-log.ts";
import { clickEvent } from "#testing/click-event.ts";
import type { Watcher } from "./channel.ts";
import { LiveEvents, STREAMS_MAX } from "./live-events.ts";

const SOON = { timeout: 10_000, interval: 10 };
const START = Date.parse("2026-01-01T00:00:00Z");

/** A hub whose warehouse answers what `ask` says, and whose clock stands where `clock.ms` does. */
function open(ask: AskWarehouse = async () => []) {
  const listeners = new Set<EventListener>();
  const clock = { ms: START, now: () => new Date(clock.ms) };
  const log = { warn: vi.fn() };
  const events = {
    listen: (listener: EventListener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
  const live = new LiveEvents({ events, askWarehouse: ask, clock, log });
  const record = (...list: VisitEvent[]) => {
    for (const listener of listeners) listener(list);
  };
  return { live, clock, log, record, listeners };
}

const watcher = (): Watcher => ({ wake: () => {}, tick: () => {}, miss: () => {}, end: () => {} });
const eventOf = (handleId: string, n: number, at = START) =>
  clickEvent({ id: `evt_${handleId}_${n}`, at, handleId, name: String(n) });
const rowsOf = (events: readonly VisitEvent[]) =>
  events.map(({ at, value, ...event }) => ({ ...event, ms: at, money: value }));

test("a process has a thousand streams and no more, and one that leaves makes room", async () => {
  const { live } = open();
  const left = [];
  for (let n = 0; n < STREAMS_MAX.process; n++) left.push(live.watch(`hdl_${n % 100}`, watcher()).leave);
  const refused = () => live.watch("hdl_another", watcher());
  expect(refused).toThrow(expect.objectContaining({ code: "rate_limited", retryAfterSeconds: 10 }));
  left[0]?.();
  left[0]?.(); // Twice is once.
  expect(refused).not.toThrow();
  expect(refused).toThrow();
  await live[Symbol.asyncDispose]();
});

test("what is kept is bounded for a handle, and for all handles together", async () => {
  const { live, record } = open();
  const { channel: only } = live.watch("hdl_0", watcher());
  for (let n = 0; n < 5_000; n++) record(eventOf("hdl_0", n));
  expect(only.end).toBe(5_000);
  expect(only.end - only.start).toBeGreaterThanOrEqual(1_000);
  expect(only.end - only.start).toBeLessThanOrEqual(1_250);
  const channels = Array.from({ length: 500 }, (_, n) => live.watch(`hdl_${n}`, watcher()).channel);
  for (let n = 0; n < 400; n++)
    for (let handle = 0; handle < 500; handle++) record(eventOf(`hdl_${handle}`, n));
  const kept = channels.reduce((sum, channel) => sum + channel.end - channel.start, 0);
  expect(kept).toBeLessThanOrEqual(50_000 * 1.25);
  expect(Math.min(...channels.map(({ end, start }) => end - start))).toBeGreaterThanOrEqual(50);
  await live[Symbol.asyncDispose]();
});

test("an event is told once, whether it was heard here, found in the warehouse, or both, and to its handle alone", async () => {
  const stored: VisitEvent[] = [];
  const { live, record } = open(async () => rowsOf(stored) as never);
  const { channel } = live.watch("hdl_a", watcher());
  const { channel: other } = live.watch("hdl_b", watcher());
  record(eventOf("hdl_a", 1), eventOf("hdl_a", 2), eventOf("hdl_c", 9));
  stored.push(eventOf("hdl_a", 2), eventOf("hdl_a", 3), eventOf("hdl_b", 4));
  await expect.poll(() => channel.end + other.end, SOON).toBe(4);
  record(eventOf("hdl_a", 3), eventOf("hdl_a", 5));
  stored.push(eventOf("hdl_b", 6));
  await expect.poll(() => other.end, SOON).toBe(2);
  expect(channel.from(0).map(({ id }) => id)).toEqual([1, 2, 3, 5].map((n) => `evt_hdl_a_${n}`));
  expect(other.from(0).map(({ id }) => id)).toEqual(["evt_hdl_b_4", "evt_hdl_b_6"]);
  await live[Symbol.asyncDispose]();
});

test("when the warehouse comes back, it is asked for all that passed meanwhile, and for a while after", async () => {
  const asked: number[] = [];
  let isAway = false;
  const { live, clock, log } = open(async (_, { from }) => {
    asked.push(Number(from));
    if (isAway) throw new AppError("unavailable", "away");
    return [];
  });
  live.watch("hdl_a", watcher());
  await expect.poll(() => asked.length, SOON).toBeGreaterThan(0);
  expect(asked[0]).toBe(START - 10_000);
  isAway = true;
  await expect.poll(() => log.warn.mock.calls.length, SOON).toBe(1);
  clock.ms += 300_000;
  isAway = false;
  let seen = asked.length;
  await expect.poll(() => asked.length, SOON).toBeGreaterThan(seen + 2);
  expect(new Set(asked.slice(seen))).toEqual(new Set([START - 10_000]));
  clock.ms += 60_001;
  seen = asked.length;
  await expect.poll(() => asked.at(-1), SOON).toBe(clock.ms - 10_000);
  expect(log.warn).toHaveBeenCalledTimes(1);
  await live[Symbol.asyncDispose]();
});

test("whoever watches many handles asks a hundred at a time, and ids before rows", async () => {
  const questions: { sql: string; handles: number }[] = [];
  const stored = [eventOf("hdl_150", 1)];
  const { live } = open(async (sql, params) => {
    const handles = params["handles"] as string[];
    questions.push({ sql, handles: handles.length });
    return rowsOf(stored.filter(({ handleId }) => handles.includes(handleId))) as never;
  });
  const channels = Array.from({ length: 250 }, (_, n) => live.watch(`hdl_${n}`, watcher()).channel);
  await expect.poll(() => channels[150]?.end, SOON).toBe(1);
  expect(questions.slice(0, 4).map(({ handles }) => handles)).toEqual([100, 100, 100, 50]);
  expect(questions.slice(0, 4).map(({ sql }) => /\bcountry\b/.test(sql))).toEqual([
    false,
    false,
    true,
    false,
  ]);
  await live[Symbol.asyncDispose]();
});
