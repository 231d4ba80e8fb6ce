import { expect, test } from "vitest";
import { newId, timeOfId } from "./ids.ts";

test("ids of one moment differ, say what they are of, and sort behind those of an earlier one", () => {
  const now = Date.UTC(2026, 0, 1);
  const ids = Array.from({ length: 10_000 }, () => newId("evt", now));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^evt_[0-9a-z]{30}$/);
  expect(timeOfId(ids[0] ?? "")).toBe(now);
  expect(newId("evt", now + 1) > (ids.toSorted().at(-1) ?? "")).toBe(true);
  expect(newId("evt", now - 1) < (ids.toSorted()[0] ?? "")).toBe(true);
});
