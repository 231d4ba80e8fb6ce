import { expect, test } from "vitest";
import { openCountries } from "./open-countries.ts";

const silent = { error: () => {} };

test("an address is in a country; one that is nobody's, or none, is nowhere", () => {
  const country = openCountries(silent);
  expect(country("8.8.8.8")).toBe("US");
  expect(country("185.15.59.224")).toBe("NL");
  expect(country("2a00:1450:4001:800::200e")).toMatch(/^[A-Z]{2}$/);
  const nowhere = [
    "",
    "nonsense",
    "10.0.0.1",
    "127.0.0.1",
    "192.168.1.1",
    "169.254.1.1",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
  ];
  for (const address of nowhere) expect(country(address)).toBe("");
});

test("a file that is not there is spoken of once, and stops nobody", () => {
  const errors: unknown[] = [];
  const country = openCountries({ error: (fields: unknown) => void errors.push(fields) }, "/nowhere.mmdb");
  expect([country("8.8.8.8"), country("1.1.1.1")]).toEqual(["", ""]);
  expect(errors).toHaveLength(1);
});
