import fc from "fast-check";
import { expect, test } from "vitest";
import { toLiveEvent } from "#platform/live-events/live-event.ts";
import { SETTLED_MS } from "#platform/live-events/live-events.ts";
import { clickEvent } from "#testing/click-event.ts";
import { LivePosition, parsePosition } from "./live-position.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const eventAt = (at: number, index: number) =>
  toLiveEvent(clickEvent({ id: `evt_${index}`, at: START + at }));

/** Events in the order in which one process heard of them: by their times, but each up to ten seconds late. */
const heard = (spanMs: number, count: number) =>
  fc
    .array(fc.record({ at: fc.nat(spanMs), late: fc.nat(SETTLED_MS - 1) }), { maxLength: count })
    .map((list) => list.map((one, index) => ({ event: eventAt(one.at, index), heard: one.at + one.late })))
    .map((list) => list.toSorted((a, b) => a.heard - b.heard));

function follow(position: LivePosition, events: readonly ReturnType<typeof eventAt>[]): string {
  let text = position.toString();
  for (const event of events) {
    position.settle(event.at - SETTLED_MS);
    position.pass(event);
    text = position.toString();
  }
  return text;
}

test("wherever a stream breaks off, and however often, its position parts what was given from what was not", () => {
  fc.assert(
    fc.property(heard(120_000, 32), fc.array(fc.nat(32), { maxLength: 4 }), (list, breaks) => {
      const events = list.map(({ event }) => event);
      const stops = [...new Set(breaks.map((stop) => Math.min(stop, events.length)))].sort((a, b) => a - b);
      let from = 0;
      let resumed: ReturnType<typeof parsePosition> | undefined;
      for (const stop of stops) {
        // What it settled is settled for whoever goes on: nothing comes later than ten seconds.
        const now = START + (list[from - 1]?.heard ?? 0);
        const text = follow(new LivePosition(now, resumed), events.slice(from, stop));
        resumed = parsePosition(text);
        expect(text.length).toBeLessThan(460);
        const { has } = resumed;
        expect(events.slice(0, stop).filter((event) => !has(event))).toEqual([]);
        expect(events.slice(stop).filter(has)).toEqual([]);
        from = stop;
      }
    }),
    { numRuns: 2_000 },
  );
});

test("a busy stream's position is short, loses nothing however late it comes, and repeats no more than its last ten seconds", () => {
  fc.assert(
    fc.property(heard(20_000, 400), fc.nat(399), (list, rest) => {
      const events = list.map(({ event }) => event);
      const stop = Math.max(0, events.length - rest);
      const text = follow(new LivePosition(START), events.slice(0, stop));
      expect(text.length).toBeLessThan(460);
      const { has } = parsePosition(text);
      expect(events.slice(stop).filter(has)).toEqual([]);
      const given = events.slice(0, stop);
      const newest = Math.max(START, ...given.map(({ at }) => at));
      expect(given.filter((event) => !has(event) && event.at < newest - SETTLED_MS)).toEqual([]);
      expect(given.slice(-64).filter((event) => !has(event))).toEqual([]);
    }),
  );
});

test("of more events in one millisecond than it can list it repeats some rather than lose any", () => {
  const events = Array.from({ length: 160 }, (_, index) => eventAt(5, index));
  const { has } = parsePosition(follow(new LivePosition(START), events.slice(0, 120)));
  expect(events.slice(120).filter(has)).toEqual([]);
  expect(events.slice(0, 120).filter(has)).toHaveLength(64);
});

test("no text but its own is a position", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^[0-9a-z]{1,9}\.([0-9a-z]{7})*$/.test(text));
      expect(() => parsePosition(text)).toThrow(expect.objectContaining({ code: "invalid_payload" }));
    }),
  );
});
