import { expect, test } from "vitest";
import world from "world-atlas/countries-110m.json";
import { decodeTopology, type Topology } from "./decode-topology.ts";

const countries = decodeTopology(world as unknown as Topology);
const named = (code: string) => countries.find((one) => one.code === code);

/** Whether a place lies within a country: how often a ray to the east crosses its outlines. */
function isIn(code: string, [x, y]: readonly [number, number]): boolean {
  const crossings = (named(code)?.polygons ?? []).flat().flatMap((ring) =>
    ring.filter(([ax, ay], index) => {
      const [bx, by] = ring[(index + 1) % ring.length] ?? [ax, ay];
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;
    }),
  );
  return crossings.length % 2 === 1;
}

test("every country has one code, and outlines that close and never jump around the world", () => {
  expect(countries.length).toBeGreaterThan(170);
  expect(new Set(countries.map(({ code }) => code)).size).toBe(countries.length);
  for (const { code, polygons } of countries) {
    for (const ring of polygons.flat()) {
      expect(ring.length, code).toBeGreaterThan(3);
      if (code === "AQ") continue; // It goes around the pole, and ends a whole turn away from where it began.
      expect(ring.at(-1), code).toEqual(ring[0]);
      for (const [index, [x, y]] of ring.entries()) {
        expect(Math.abs(y) <= 90 && x > -180.001 && x < 200, code).toBe(true);
        expect(Math.abs(x - (ring[index - 1]?.[0] ?? x)), code).toBeLessThan(90);
      }
    }
  }
});

test("places lie in their countries, and in no other", () => {
  const places = { AT: [14.5, 47.5], BR: [-53, -10], AU: [134, -25], US: [-98, 39], ZA: [24, -30] } as const;
  for (const [code, place] of Object.entries(places)) {
    const found = countries.filter((one) => isIn(one.code, place)).map((one) => one.code);
    expect(found).toEqual([code]);
  }
});

test("a country within another is a hole of it", () => {
  expect(isIn("LS", [28.2, -29.6])).toBe(true);
  expect(isIn("ZA", [28.2, -29.6])).toBe(false);
});
