import { expect, test } from "vitest";
import { spyOnFs } from "#testing/spy-on-fs.ts";
import { listUnshipped } from "./list-unshipped.ts";
import { oldestSealedAt } from "./sealed-segments.ts";

const readdirSync = spyOnFs("readdirSync");

test("after days without a warehouse the oldest of very many segments is found", () => {
  const startedAt = (second: number) => Date.UTC(2026, 0, 1) + second * 1000;
  const names = Array.from({ length: 200_000 }, (_, second) => {
    return `n1-0-${startedAt(second).toString(36)}-0123abcd.ndjson`;
  }).reverse();
  const inFolder = (path: string) => (path.endsWith("sealed") ? names : path.endsWith("active") ? [] : ["0"]);
  readdirSync.mockImplementation(((path: string) => inFolder(path)) as never);
  expect(oldestSealedAt("/events")).toEqual([startedAt(0)]);
  expect(listUnshipped("/events")).toHaveLength(names.length);
});
