import { expect, test } from "vitest";
import { ApiError } from "#api/api-error.ts";
import { isBeside, problemAt } from "./problem-at.ts";

const refused = (...paths: string[]) =>
  new ApiError(
    "invalid_payload",
    "No.",
    400,
    "",
    paths.map((path) => ({ path, message: `Not ${path}.` })),
  );

test("a field is told what is wrong with it and in it, and nothing of a field whose name begins like its own", () => {
  const cause = refused("when.countryIn.0", "when.countryIn.1", "slugsOf");
  expect(problemAt(cause, "when.countryIn")).toBe("Not when.countryIn.0. Not when.countryIn.1.");
  expect(problemAt(cause, "slugs")).toBeUndefined();
  expect(problemAt(new Error("Other."), "slugs")).toBeUndefined();
});

test("only what is said beside a field as a whole needs to be said nowhere else", () => {
  expect(isBeside(refused("slugs.0"), ["slugs"])).toBe(true);
  expect(isBeside(refused("slugs.0", "enabled"), ["slugs"])).toBe(false);
  expect(isBeside(refused(), ["slugs"])).toBe(false);
  expect(isBeside(null, ["slugs"])).toBe(false);
});
