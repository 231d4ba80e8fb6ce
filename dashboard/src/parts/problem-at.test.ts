import { expect, test } from "vitest";
import { ApiError } from "#api/api-error.ts";
import { problemAt } from "./problem-at.ts";

test("a field is told what is wrong with it and with what is in it, and nothing of its neighbours", () => {
  const problems = [
    { path: "pathRules.1.handle", message: "no such handle" },
    { path: "name", message: "too long" },
  ];
  const refused = new ApiError("invalid_payload", "name: too long", 400, "", problems);
  expect(problemAt(refused, "name")).toBe("too long");
  expect(problemAt(refused, "pathRules.1")).toBe("no such handle");
  expect(problemAt(refused, "pathRules.10")).toBeUndefined();
  expect(problemAt(refused, "nam")).toBeUndefined();
  expect(problemAt(new Error("name: too long"), "name")).toBeUndefined();
});
