import { expect, test } from "vitest";
import { twoSidedP, variantSignificance, zScore } from "./variant-significance.ts";

const variant = (name: string, clicks: number, converted: number) => ({ variant: name, clicks, converted });

test.each([
  // From tables of the normal distribution.
  [0, 1],
  [0.674489750196, 0.5],
  [1.644853626951, 0.1],
  [1.95996398454, 0.05],
  [2.575829303549, 0.01],
  [3.290526731492, 0.001],
  [4.891638475699, 1e-6],
  [-1.95996398454, 0.05],
])("a z of %s has the two-sided p-value %s", (z, p) => {
  expect(Math.abs(twoSidedP(z) / p - 1)).toBeLessThan(1e-6);
});

test("z and p are those of a textbook: 41 of 195 smokers and 351 of 605 others (Penn State, STAT 415, 9.4)", () => {
  const z = zScore(variant("smokers", 195, 41), variant("others", 605, 351));
  expect(z).toBeCloseTo(8.99, 2);
  expect(twoSidedP(z)).toBeLessThan(1e-17);
});

test("variants are compared with the first by name, and what is not clear is not called significant", () => {
  const told = variantSignificance([
    variant("a", 1000, 100),
    variant("b", 1000, 140),
    variant("c", 1000, 101),
  ]);
  expect(told).toEqual({
    method: "two-proportion z-test",
    baseline: "a",
    variants: [
      { variant: "b", pValue: expect.closeTo(0.00596, 4), isSignificant: true },
      { variant: "c", pValue: expect.closeTo(0.941, 3), isSignificant: false },
    ],
    note: expect.stringContaining("p < 0.025"),
  });
});

test("of two comparisons each must be twice as clear as one alone", () => {
  const [a, b] = [variant("a", 1000, 100), variant("b", 1000, 129)];
  expect(variantSignificance([a, b])?.variants).toMatchObject([{ isSignificant: true }]);
  expect(variantSignificance([a, b, variant("c", 1000, 100)])?.variants).toMatchObject([
    { variant: "b", isSignificant: false },
    { variant: "c", isSignificant: false, pValue: 1 },
  ]);
});

test.each([
  ["one variant", [variant("a", 5000, 50)]],
  ["a second with 99 clicks", [variant("a", 5000, 50), variant("b", 99, 9)]],
  ["none", []],
])("%s is compared with nothing", (_, variants) => {
  expect(variantSignificance(variants)).toBeUndefined();
});

test.each([0, 200])("where %s of 200 convert in both there is no difference", (converted) => {
  const both = [variant("a", 200, converted), variant("b", 200, converted)];
  expect(variantSignificance(both)?.variants).toEqual([{ variant: "b", pValue: 1, isSignificant: false }]);
});
