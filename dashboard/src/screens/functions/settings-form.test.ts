import { expect, test } from "vitest";
import type { Schemas } from "#api/schemas.ts";
import { changeOfSettings, settingsOf } from "./settings-form.ts";

const BINDING: Schemas["FunctionBinding"] = {
  bindingKey: "greet",
  target: { type: "SCRIPT", source: "export default () => new Response()", env: {} },
  methods: ["GET", "POST"],
  access: "SCOPED",
  requiredScope: null,
  timeoutMs: 5000,
  maxBytes: 1500,
  enabled: true,
  publicUrl: null,
  version: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};

test("what was not touched is not sent, so an odd size stays", () => {
  const before = settingsOf(BINDING);
  expect(changeOfSettings(before, before)).toEqual({});
  expect(changeOfSettings(before, { ...before, timeoutMs: "300" })).toEqual({ timeoutMs: 300 });
});

test("methods have their order, a size is in bytes, and an empty scope is the function's own", () => {
  const before = settingsOf({ ...BINDING, requiredScope: "links.read" });
  const form = { ...before, methods: ["POST", "HEAD"], maxKb: "2", requiredScope: "" };
  expect(changeOfSettings(before, form)).toEqual({
    methods: ["HEAD", "POST"],
    maxBytes: 2048,
    requiredScope: null,
  });
});
