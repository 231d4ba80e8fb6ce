import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSeal } from "./create-seal.ts";

const [old, next] = [createSecretKey(Buffer.alloc(32, 1)), createSecretKey(Buffer.alloc(32, 2))];

test("what is sealed opens as it was, is never the same twice, and does not show its text", () => {
  const seal = createSeal([old]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, context) => {
      const sealed = seal.seal(text, context);
      expect(seal.open(sealed, context)).toBe(text);
      expect(seal.seal(text, context)).not.toBe(sealed);
      if (text.length > 8) expect(sealed).not.toContain(text);
    }),
  );
});

test("what is changed, is of another context or of another key does not open", () => {
  const seal = createSeal([old]);
  const sealed = seal.seal("whsec_secret", "webhook a");
  expect(() => seal.open(sealed, "webhook b")).toThrow();
  expect(() => createSeal([next]).open(sealed, "webhook a")).toThrow("SEAL_KEY");
  expect(() => seal.open("whsec_secret", "webhook a")).toThrow();
  const at = sealed.lastIndexOf(".") + 1;
  for (let place = at; place < sealed.length; place++) {
    const other = sealed[place] === "A" ? "B" : "A";
    const changed = `${sealed.slice(0, place)}${other}${sealed.slice(place + 1)}`;
    expect(() => seal.open(changed, "webhook a")).toThrow();
  }
});

test("a new master seals, and the one before still opens", () => {
  const before = createSeal([old]).seal("text", "");
  const rotated = createSeal([next, old]);
  expect(rotated.open(before, "")).toBe("text");
  expect(createSeal([next]).open(rotated.seal("text", ""), "")).toBe("text");
});
