import { createSecretKey, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createVisitorSeal } from "./visitor-seal.ts";

const key = () => createSecretKey(randomBytes(32));

test("a proof has one form: none that differs in a letter is believed, though it may decode to the same bytes", () => {
  const seal = createVisitorSeal([key()]);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const proof = seal.sign("text");
  expect(seal.isSigned("text", proof)).toBe(true);
  for (const letter of letters) {
    const other = proof.slice(0, -1) + letter;
    expect(seal.isSigned("text", other)).toBe(other === proof);
  }
  for (const wrong of ["", `${proof}=`, `${proof}A`, proof.slice(1), "é".repeat(11)]) {
    expect(seal.isSigned("text", wrong)).toBe(false);
  }
});

test("what any of the keys signed is believed, and what another signed is not", () => {
  const [one, two] = [key(), key()];
  const proof = createVisitorSeal([one]).sign("text");
  expect(createVisitorSeal([two, one]).isSigned("text", proof)).toBe(true);
  expect(createVisitorSeal([two]).isSigned("text", proof)).toBe(false);
  expect(createVisitorSeal([one]).isSigned("other", proof)).toBe(false);
});
