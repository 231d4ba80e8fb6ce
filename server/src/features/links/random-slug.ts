import { randomInt } from "node:crypto";
import { Slug } from "./slug.ts";

/** No 0 O o, no 1 l I i: a slug may be read from paper, or over the telephone. */
export const SLUG_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

/** `prefix`, and so many unguessable characters after it that nobody confuses. */
export function randomSlug(prefix: string, length: number): Slug {
  let noise = "";
  for (let place = 0; place < length; place++) noise += SLUG_ALPHABET.charAt(randomInt(SLUG_ALPHABET.length));
  return Slug.parse(prefix + noise);
}
