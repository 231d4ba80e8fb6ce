import { expect, test } from "vitest";
import { bodyOf, bodyOfSaved, formOf, newForm, problemsOf, type Rule } from "./personal-form.ts";

const saved: Rule = {
  ruleId: "austria",
  enabled: false,
  priority: 20,
  when: { countryIn: ["AT"], percent: 50 },
  variant: { id: "at", destinationUrl: "https://shop.example/at" },
  slugs: ["launch"],
  ...{ version: 3, createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" },
};

test("what is saved comes back as it was, for some links or for every one", () => {
  expect(bodyOf(formOf(saved))).toEqual(bodyOfSaved(saved));
  expect(bodyOf(formOf({ ...saved, slugs: null }))).toEqual(bodyOfSaved({ ...saved, slugs: null }));
});

test("a new rule is asked last, under an id that no other has", () => {
  const form = newForm([{ ...saved, ruleId: "rule-2" }]);
  expect([form.rule.id, form.priority, form.slugs]).toEqual(["rule-3", "30", []]);
});

test("a taken id, an address that is none and a link that cannot be are told before anybody is asked", () => {
  const form = formOf(saved);
  expect(problemsOf(form, [])).toEqual({});
  const wrong = { rule: { ...form.rule, destinationUrl: "shop" }, priority: "-1", slugs: ["a b"] };
  expect(Object.keys(problemsOf(wrong, [saved])).toSorted()).toEqual([
    ...["destinationUrl", "id", "priority", "slugs"],
  ]);
});
