import fc from "fast-check";
import { expect, test } from "vitest";
import { csvCell, guardText, plainText } from "#platform/csv/cell-text.ts";
import { labelsCell, labelsOf } from "./cell-value.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(..."'=+-@\t\r\n＝＋－＠ a1,;|[]\"")).map((letters) => letters.join("")),
);

test("what is guarded comes back as it was, and no spreadsheet runs it", () => {
  fc.assert(
    fc.property(text, (original) => {
      const guarded = guardText(original);
      expect(plainText(guarded)).toBe(original);
      expect(guarded).not.toMatch(/^(?:[=+\-@\t\r\n＝＋－＠]|$)/);
    }),
    { numRuns: 5_000 },
  );
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", ""])("%j is guarded", (original) => {
  expect(guardText(original)).toBe(`'${original}`);
});

test.each(["'tis", "a=b", "https://example.com/?a=b", " =1"])("%j is left alone", (original) => {
  expect([guardText(original), plainText(original)]).toEqual([original, original]);
});

test("a cell keeps together what any separator would cut", () => {
  expect(csvCell('a "b"')).toBe('"a ""b"""');
  for (const cell of ["a,b", "a;b", "a\tb", "a\nb", "a\rb", " a", "a "])
    expect(csvCell(cell)).toBe(`"${cell}"`);
  expect(csvCell("plain text")).toBe("plain text");
});

const label = text.map((one) => one.trim()).filter((one) => one !== "");

test("labels come back as they were, whatever they have in them", () => {
  fc.assert(
    fc.property(fc.array(label), (labels) => {
      expect(labelsOf(labelsCell(labels))).toEqual(labels);
    }),
    { numRuns: 5_000 },
  );
});
