import fc from "fast-check";
import { expect, test } from "vitest";
import { clickEvent } from "#testing/click-event.ts";
import { eventLine } from "./event-line.ts";

const EMPTY = {
  ...Object.fromEntries(
    Object.entries(clickEvent({ id: "" })).map(([name, value]) => [
      name,
      typeof value === "string" ? "" : value,
    ]),
  ),
  status: 0,
  segments: [],
  value: "0",
};

test("a line has every field that says something, and reads back as the event whatever that is", () => {
  const text = fc.oneof(fc.constant(""), fc.constant("0"), fc.string({ unit: "grapheme", maxLength: 12 }));
  const texts = Object.fromEntries(
    Object.entries(clickEvent({ id: "" }))
      .filter(([, value]) => typeof value === "string")
      .map(([name]) => [name, text]),
  );
  const numbers = { at: fc.nat(), status: fc.constantFrom(0, 302, 404) };
  const segments = fc.array(text, { maxLength: 3 });
  fc.assert(
    fc.property(fc.record({ ...texts, ...numbers, segments }), (fields) => {
      const event = clickEvent({ id: "", ...fields });
      const line = eventLine(event);
      expect(line.indexOf("\n")).toBe(line.length - 1);
      expect({ ...EMPTY, ...JSON.parse(line) }).toEqual(event);
    }),
    { numRuns: 500, verbose: 1 },
  );
});

test("what an event does not say costs no bytes", () => {
  const line = eventLine(clickEvent({ id: "evt_1", at: 1, campaign: "", value: "0", segments: [] }));
  for (const absent of ["campaign", "utmTerm", "value", "segments", "metadata"]) {
    expect(line).not.toContain(absent);
  }
});
