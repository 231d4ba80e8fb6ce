import { expect, test } from "vitest";
import { bodyOf, bodyOfSaved, formOf, newForm, newSignal, type Rule } from "./chain-form.ts";
import { problemsOf } from "./chain-problems.ts";

const saved: Rule = {
  ...{ ruleId: "leave", enabled: false, priority: 5, trigger: "exit" },
  when: {
    all: [
      { signalKey: "view", valueIn: ["red"], minConfidence: 0.5, minCount: 3, withinSeconds: 3600 },
      { signalKey: "cart", minCount: 1 },
    ],
    ...{ segmentIn: ["vip"], countryIn: ["DE"], deviceIn: ["MOBILE"] },
  },
  decision: { action: "popup", payload: { title: "Stay", text: "Ten percent", theme: { dark: true } } },
  ...{ version: 2, createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" },
};
const decided = (decision: Rule["decision"]): Rule => ({ ...saved, decision });

test("what is saved comes back as it was, whatever it decides, also what no field shows", () => {
  const rules = [
    saved,
    decided({ action: "segment", payload: { segments: ["vip", "late"] } }),
    decided({ action: "redirect", payload: { destinationUrl: "https://example.com/", why: "sale" } }),
    decided({ action: "custom", payload: { anything: [1, { goes: null }] } }),
    decided({ action: "cta_swap", payload: { selector: "#buy", text: "Buy now" } }),
    { ...saved, when: { all: [] } },
  ];
  for (const rule of rules) {
    expect(bodyOf(formOf(rule))).toEqual(bodyOfSaved(rule));
    expect(problemsOf(formOf(rule), [])).toEqual({});
  }
});

test("another action has only its own texts", () => {
  const form = { ...formOf(saved), action: "cta_swap" as const, rest: {} };
  expect(bodyOf(form).decision).toEqual({ action: "cta_swap", payload: { text: "Ten percent" } });
});

test("what is wrong is told at the path at which the API would tell it", () => {
  const form = { ...newForm([saved]), id: "leave", trigger: "a b", priority: "", signals: [newSignal()] };
  const signal = { ...newSignal(), minCount: "0", minConfidence: "2", withinSeconds: "0.5" };
  expect(Object.keys(problemsOf(form, [saved]))).toEqual([
    ...["ruleId", "priority", "trigger", "when.all.0.signalKey"],
  ]);
  const empty = { ...newForm([]), signals: [signal], action: "segment" as const };
  expect(Object.keys(problemsOf(empty, []))).toEqual([
    ...["when.all.0.signalKey", "when.all.0.minCount", "when.all.0.minConfidence"],
    ...["when.all.0.withinSeconds", "decision.payload.segments"],
  ]);
  expect(problemsOf({ ...newForm([]), action: "custom", json: "[1]" }, [])).toHaveProperty([
    "decision.payload",
  ]);
});
