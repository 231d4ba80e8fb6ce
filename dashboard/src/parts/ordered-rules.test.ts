import { expect, test } from "vitest";
import { lastPriority, movedPriorities, type Placed } from "./ordered-rules.ts";

const rules = (...priorities: number[]): readonly Placed[] =>
  priorities.map((priority, index) => ({ ruleId: `r${index}`, priority }));

/** As the server asks them. */
const after = (before: readonly Placed[], changes: readonly Placed[]) =>
  before
    .map((rule) => changes.find(({ ruleId }) => ruleId === rule.ruleId) ?? rule)
    .toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0) || (a.ruleId < b.ruleId ? -1 : 1))
    .map(({ ruleId }) => ruleId);

test("where there is room only the moved rule is changed", () => {
  const list = rules(10, 20, 30);
  const up = movedPriorities(list, 2, -1);
  expect(up).toHaveLength(1);
  expect(after(list, up)).toEqual(["r0", "r2", "r1"]);
  const down = movedPriorities(list, 1, 1);
  expect(down).toHaveLength(1);
  expect(after(list, down)).toEqual(["r0", "r2", "r1"]);
});

test.each([
  [[0, 1, 2], 2, -1 as const, ["r0", "r2", "r1"]],
  [[5, 5, 5], 0, 1 as const, ["r1", "r0", "r2"]],
  [[0, 0], 1, -1 as const, ["r1", "r0"]],
  [[100_000, 100_000], 0, 1 as const, ["r1", "r0"]],
])("without room in %j all get new places, in the order that is wanted", (priorities, index, by, wanted) => {
  const list = rules(...priorities);
  expect(after(list, movedPriorities(list, index, by))).toEqual(wanted);
});

test("at the ends nothing moves, and a new rule is asked last", () => {
  expect(movedPriorities(rules(10, 20), 0, -1)).toEqual([]);
  expect(movedPriorities(rules(10, 20), 1, 1)).toEqual([]);
  expect(lastPriority([])).toBe(10);
  expect(lastPriority(rules(10, 99_995))).toBe(100_000);
});
