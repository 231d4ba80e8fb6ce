import { expect, test } from "vitest";
import { readOr } from "./read-or.ts";

test("what fails, and what never answers, is replaced, so that the rest can be told", async () => {
  expect(await readOr(null, () => 1)).toBe(1);
  expect(await readOr(null, () => Promise.reject(new Error("away")))).toBe(null);
  expect(await readOr(null, () => new Promise(() => {}))).toBe(null);
});
