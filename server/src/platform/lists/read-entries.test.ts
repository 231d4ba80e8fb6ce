import fc from "fast-check";
import { expect, test } from "vitest";
import { readGoodEntries } from "./read-entries.ts";

const word = fc.stringMatching(/^[a-z0-9.]{1,12}$/);
const parse = (entry: string) => (/^[a-z0-9.]+$/.test(entry) ? entry : undefined);

/** A line as people and programs write them, and what it says: an entry, nothing, or nonsense. */
const line = fc.oneof(
  fc
    .tuple(word, fc.constantFrom("", "  ", "\t"), fc.constantFrom("", " # why", "\t#", " #a#b"))
    .map(([entry, space, comment]) => ({ text: space + entry + space + comment, says: entry })),
  fc.constantFrom("", "   ", "# only a comment", "  # indented", "#").map((text) => ({ text, says: "" })),
  fc
    .constantFrom("two words", "é", "a\u0000b", "<html>", "a#b", "x\u2028y", "{}", "xxx!")
    .map((text) => ({ text, says: undefined })),
);

test("whatever is in a file, each good line counts, and the others are complained of in one sentence", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 40 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.boolean(),
      async (lines, newline, hasMark, hasEnd) => {
        const text = `${hasMark ? "\ufeff" : ""}${lines.map((one) => one.text).join(newline)}${hasEnd ? newline : ""}`;
        const { entries, complaint } = await readGoodEntries(text, "a word", parse);
        expect(entries).toEqual(lines.flatMap(({ says }) => (says ? [says] : [])));
        const bad = lines.flatMap(({ says }, index) => (says === undefined ? [index + 1] : []));
        const more = bad.length > 1 ? ` and ${bad.length - 1} more` : "";
        expect(complaint).toBe(
          bad.length === 0
            ? undefined
            : `names a file whose line ${bad[0]}${more} is not a word, and is left out`,
        );
      },
    ),
    { numRuns: 1_000 },
  );
});

test("any bytes at all are read without a failure", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const text = Buffer.from(bytes).toString("utf8");
      const { entries } = await readGoodEntries(text, "a word", parse);
      for (const entry of entries) expect(entry).toMatch(/^[a-z0-9.]+$/);
    }),
  );
});
