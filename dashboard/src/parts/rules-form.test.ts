import { expect, test } from "vitest";
import { formOfRules, moved, newRule, rulesOfForm } from "./rules-form.ts";

const variant = { id: "at", destinationUrl: "https://shop.example/at" };
const austria = { id: "austria", priority: 20, when: { countryIn: ["AT"] }, variant, enabled: true };
const night = {
  id: "night",
  priority: 10,
  when: {
    percent: 12.5,
    timeWindow: { tz: "Europe/Vienna", from: "22:00", to: "06:00", days: ["SAT" as const] },
  },
  variant,
  enabled: false,
};

test("what is saved comes back as it was, in the order in which it is asked", () => {
  const [first, second] = rulesOfForm(formOfRules([austria, night]));
  expect(first).toEqual({ ...night, priority: 10 });
  expect(second).toEqual({ ...austria, priority: 20 });
});

test("of rules with the same priority the one that stands first is asked first", () => {
  const same = [
    { ...austria, id: "a", priority: 5 },
    { ...austria, id: "b", priority: 5 },
  ];
  expect(formOfRules(same).map(({ id }) => id)).toEqual(["a", "b"]);
});

test("an emptied condition is none, and a zone without times is no window", () => {
  const rule = { ...newRule([]), destinationUrl: "https://example.com/", lists: { countryIn: [] } };
  const [made] = rulesOfForm([{ ...rule, window: { ...rule.window, tz: "Europe/Vienna" } }]);
  expect(made?.when).toEqual({});
});

test("a new rule has an id that no other has", () => {
  const one = { ...newRule([]), id: "rule-2" };
  expect(newRule([one]).id).toBe("rule-3");
});

test("moving stops at the ends", () => {
  expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
