import type { VisitorSeal } from "#platform/context/visitor-seal.ts";
import { type CookieNames, cookieOf } from "#platform/http/cookies.ts";
import type { Visit } from "./visit.ts";

const UNLOCK = "sw_unlock_";
const UNLOCKED_SECONDS = 1800;

/** Who has said the password of a link. Bound to the password, so that a new one locks everybody out again. */
export function unlockCookie(
  { handleId, slug, at }: Visit,
  passwordHash: string,
  seal: VisitorSeal,
  { name, attributes }: CookieNames,
): string {
  const until = Math.floor(at / 1000) + UNLOCKED_SECONDS;
  const value = `${until}.${seal.sign(textOf(handleId, slug, passwordHash, until))}`;
  return `${name(UNLOCK + slug)}=${value}; Max-Age=${UNLOCKED_SECONDS}; ${attributes}`;
}

export function isUnlocked(
  { handleId, slug, at, cookie }: Visit,
  passwordHash: string,
  seal: VisitorSeal,
  { name }: CookieNames,
): boolean {
  const [, until, proof] = /^(\d{1,12})\.([\w-]{22})$/.exec(cookieOf(cookie, name(UNLOCK + slug))) ?? [];
  if (until === undefined || proof === undefined || Number(until) * 1000 <= at) return false;
  return seal.isSigned(textOf(handleId, slug, passwordHash, Number(until)), proof);
}

const textOf = (handleId: string, slug: string, passwordHash: string, until: number) =>
  ["unlock", handleId, slug, passwordHash, until].join("\n");
