import { hash } from "node:crypto";
import { SLUG_ALPHABET } from "#features/links/random-slug.ts";
import { SLUG_LENGTH_MAX, Slug } from "#features/links/slug.ts";

const NOISE_LENGTH = 6;
const KEPT_LENGTH = SLUG_LENGTH_MAX - NOISE_LENGTH - 1;

/**
 * A slug for a text that is none: what can stay of it, and six characters of its hash, so that one text always becomes
 * one slug and two texts hardly ever the same.
 */
export function adaptSlug(text: string): Slug {
  const kept = text.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, KEPT_LENGTH);
  const bytes = hash("sha256", text, "buffer").subarray(0, NOISE_LENGTH);
  const noise = Array.from(bytes, (byte) => SLUG_ALPHABET.charAt(byte % SLUG_ALPHABET.length)).join("");
  return Slug.parse(`${kept}-${noise}`);
}
