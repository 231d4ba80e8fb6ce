import fc from "fast-check";
import { expect, test } from "vitest";
import { HandleName } from "./handle-name.ts";

const parse = (text: string) => HandleName.safeParse(text).data;

test("a name is kept in lower case, whatever case it was asked for in", () => {
  expect(parse("Acme-42")).toBe("acme-42");
  expect(parse("abc")).toBe("abc");
  expect(parse("a".repeat(32))).toBe("a".repeat(32));
});

test.each([
  "",
  "ab",
  "a".repeat(33),
  "-abc",
  "abc-",
  "a_c",
  "a.c",
  "a c",
  "äbc",
  "xn--bcher-kva",
  "dep--acme",
  "api",
  "API",
  "app",
  "www",
  "mcp",
  "admin",
  "ns1",
  "abc\n",
])("%j is no name", (text) => {
  expect(parse(text)).toBeUndefined();
});

test("whatever is a name is one DNS label, is itself when parsed again, and cannot be a preview's host", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."abz09-AZ_. ß") }), (text) => {
      const name = parse(text);
      if (name === undefined) return;
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      expect(name).not.toContain("--");
      expect(parse(name)).toBe(name);
    }),
  );
});
