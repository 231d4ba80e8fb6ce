import { expect, test } from "vitest";
import { parseFunnel, stepText } from "./parse-funnel.ts";

const DAY_MS = 86_400_000;

test("steps and window are read as they are written, and a week is the usual window", () => {
  const funnel = parseFunnel("signal:view,click,conversion:lead:form", undefined);
  expect(funnel).toEqual({
    steps: [
      { kind: "signal", name: "view" },
      { kind: "click", name: undefined },
      { kind: "conversion", name: "lead:form" },
    ],
    windowMs: 7 * DAY_MS,
  });
  expect(funnel?.steps.map(stepText).join()).toBe("signal:view,click,conversion:lead:form");
});

test.each([
  ["1m", 60_000],
  ["36h", 36 * 3_600_000],
  ["90d", 90 * DAY_MS],
  ["129600m", 90 * DAY_MS],
])("a window of %s is %s milliseconds", (window, ms) => {
  expect(parseFunnel("click,conversion", window)?.windowMs).toBe(ms);
});

test.each(["91d", "0d", "-1d", "1.5h", "7", "d", "7w", " 7d", "2161h", "", "1e3m", "9999999m"])(
  "a window of %j is refused",
  (window) => {
    expect(() => parseFunnel("click,conversion", window)).toThrow(
      expect.objectContaining({ details: { details: [{ path: "window", message: expect.any(String) }] } }),
    );
  },
);

test.each([
  "",
  "click",
  "click,",
  "click,buy",
  "click,signal:",
  "click:x,signal",
  "Click,signal",
  "click,lead:\u{e9}",
  "click,signal:a b",
  Array(9).fill("click").join(),
])("steps of %j are refused", (steps) => {
  expect(() => parseFunnel(steps, "7d")).toThrow(
    expect.objectContaining({
      code: "invalid_payload",
      details: { details: [{ path: "steps", message: expect.any(String) }] },
    }),
  );
});
