import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type FileLine, readHistory } from "./read-history.ts";

async function linesOf(content: string) {
  const folder = await mkdtemp(join(tmpdir(), "history-"));
  const path = join(folder, "upload");
  await writeFile(path, content);
  try {
    const lines: FileLine[] = [];
    for await (const line of readHistory(path)) lines.push(line);
    return lines;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The whole file at once, which is what the reader may not do. */
const naive = (content: string) =>
  content
    .split("\n")
    .map((text, index) => ({
      line: index + 1,
      text: Buffer.byteLength(text) > 65_536 ? undefined : text.replace(/^\ufeff/, "").trim(),
    }))
    .filter(({ text }) => text !== "");

test("any file gives its lines with their numbers, however they lie over the pieces it is read in", async () => {
  const line = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 50 }).map((text) => text.replaceAll(/\s/g, " ")),
    fc.constantFrom(
      "",
      "  ",
      "\r",
      "é".repeat(20_000),
      "x".repeat(65_536),
      "x".repeat(65_537),
      "y".repeat(300_000),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.boolean(), async (lines, hasMark) => {
      const content = `${hasMark ? "\ufeff" : ""}${lines.join("\n")}`;
      expect(await linesOf(content)).toEqual(naive(content));
    }),
    { numRuns: 60 },
  );
});
