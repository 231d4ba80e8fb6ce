import { randomBytes } from "node:crypto";
import type { Consent } from "#platform/context/context-tokens.ts";
import { type CookieNames, cookieOf } from "#platform/http/cookies.ts";

/** What a browser brings along from earlier visits to this handle. */
export type Visitor = {
  /** `null` for one that has brought nothing: what it is known by for the day is the hash of the visit. */
  readonly kept: { readonly id: string; readonly seed: number; readonly since: number } | null;
  readonly consent: Consent;
  /** Whether the visitor has said so, and not the browser or nobody. */
  readonly hasDecided: boolean;
};

const VISITOR = "sw_visitor";
const CONSENT = "sw_consent";
const KEPT_SECONDS = 180 * 86_400;
const FORM = /^([\w-]{22})\.([0-9a-f]{8})\.([0-9a-z]{1,9})$/;
const MINUTE_MS = 60_000;
/** Whoever follows two links in a row has not come back. */
const RETURN_MS = 30 * MINUTE_MS;

export function readVisitor(cookie: string | undefined, refuses: boolean, { name }: CookieNames): Visitor {
  const decided = cookieOf(cookie, name(CONSENT));
  const hasDecided = decided === "full" || decided === "denied";
  const consent = hasDecided ? decided : refuses ? "denied" : "basic";
  const [, id, seed, since] = FORM.exec(cookieOf(cookie, name(VISITOR))) ?? [];
  const kept =
    id === undefined || seed === undefined || since === undefined
      ? null
      : { id, seed: Number.parseInt(seed, 16), since: Number.parseInt(since, 36) * MINUTE_MS };
  return { kept, consent, hasDecided };
}

/** The built-in segment that the visit itself tells. */
export const returnSegment = ({ kept }: Visitor, at: number): "new" | "returning" =>
  kept !== null && at - kept.since >= RETURN_MS ? "returning" : "new";

/** A name for whoever has none yet. The seed stays what it was, so that no draw changes with the cookie. */
export function visitorCookie(seed: number, at: number, { name, attributes }: CookieNames) {
  const id = randomBytes(16).toString("base64url");
  const value = `${id}.${seed.toString(16).padStart(8, "0")}.${Math.floor(at / MINUTE_MS).toString(36)}`;
  return { id, cookie: `${name(VISITOR)}=${value}; Max-Age=${KEPT_SECONDS}; ${attributes}` };
}

export const consentCookie = (consent: "full" | "denied", { name, attributes }: CookieNames): string =>
  `${name(CONSENT)}=${consent}; Max-Age=${KEPT_SECONDS}; ${attributes}`;
