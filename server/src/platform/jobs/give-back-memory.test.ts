import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Makes a lot of garbage, then rests, and says its memory before and after, in megabytes. */
const PROGRAM = `
const { giveBackMemory } = await import(${JSON.stringify(join(import.meta.dirname, "give-back-memory.ts"))});
let kept = Array.from({ length: 400_000 }, (_, n) => ({ n, text: "x".repeat(20) + n }));
const before = process.memoryUsage.rss();
kept = [];
let others = 0;
giveBackMemory({ everyMs: 50, also: async () => void (others += 1) });
const waiting = setInterval(() => {
  if (others === 0) return;
  clearInterval(waiting);
  setTimeout(() => console.log(JSON.stringify([before, process.memoryUsage.rss(), others, typeof globalThis.gc])), 500);
}, 10);
`;

test("a process at rest gives back what it does not hold, once, and shows nobody how", () => {
  const args = ["--input-type=module", "-e", PROGRAM];
  const text = execFileSync(process.execPath, args, {
    encoding: "utf8",
    cwd: join(import.meta.dirname, "../../.."),
  });
  const [before, after, others, gc] = JSON.parse(text);
  expect(before - after).toBeGreaterThan(15 * 2 ** 20);
  expect([others, gc]).toEqual([1, "undefined"]);
});
