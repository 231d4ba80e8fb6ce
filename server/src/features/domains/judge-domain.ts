import { type AccountDomain, isServed } from "./account-domain.ts";
import { holdsProof, proofNameOf } from "./domain-proof.ts";
import type { Answer } from "./look-up-proof.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** How long a domain is served whose proof is gone; longer where DNS does not answer, which may be no fault of its owner's. */
const GRACE_MS = 3 * DAY_MS;
const SILENCE_MS = 14 * DAY_MS;
/** How long a domain that is not served is looked at without anyone asking. */
const WATCH_MS = 30 * DAY_MS;

/**
 * What a domain is after DNS has answered. `isHeld`: it is served for another account, whose own proof is there too, or has been found since.
 */
export function judgeDomain(
  before: AccountDomain,
  answer: Answer,
  isHeld: boolean,
  now: Date,
): AccountDomain {
  const after = { ...before, ...findingOf(before, answer, isHeld, now), checkedAt: now };
  const nextCheckAt = nextCheckOf(after, now);
  if (after.state === before.state && after.problem === before.problem) return { ...after, nextCheckAt };
  return { ...after, nextCheckAt, version: before.version + 1, updatedAt: now };
}

type Finding = Pick<AccountDomain, "state" | "problem" | "verifiedAt" | "failingSince">;

function findingOf(before: AccountDomain, { texts, isSure }: Answer, isHeld: boolean, now: Date): Finding {
  const isProven = holdsProof(texts, before.proof);
  if (isProven && !isHeld) {
    const verifiedAt = isServed(before) ? before.verifiedAt : now;
    return { state: "ACTIVE", problem: null, verifiedAt, failingSince: null };
  }
  const { verifiedAt } = before;
  const problem = isProven ? HELD : problemOf(before, texts, isSure);
  if (!isServed(before)) {
    return { state: before.state, problem, verifiedAt, failingSince: before.failingSince };
  }
  const failingSince = before.failingSince ?? now;
  const isOver = now.getTime() - failingSince.getTime() >= (isSure ? GRACE_MS : SILENCE_MS);
  return { state: isOver ? "STALE" : "FAILING", problem, verifiedAt, failingSince };
}

const HELD =
  "It is served for another account, whose proof was found in DNS as well. Take that TXT record away if the domain is yours.";

function problemOf({ domain }: AccountDomain, texts: readonly string[], isSure: boolean): string {
  const name = proofNameOf(domain);
  if (!isSure) return `DNS did not answer for ${name}.`;
  return texts.length === 0
    ? `${name} has no TXT record.`
    : `The TXT records of ${name} do not have the proof among them.`;
}

/** When DNS is asked again: often where somebody has just added it and waits; ever more seldom after that. */
export function nextCheckOf({ state, failingSince, createdAt }: AccountDomain, now: Date): Date | null {
  const at = now.getTime();
  if (state === "ACTIVE") return new Date(at + 12 * HOUR_MS);
  if (state === "FAILING") return new Date(at + HOUR_MS);
  const age = at - (failingSince ?? createdAt).getTime();
  if (age > WATCH_MS) return null;
  return new Date(at + (age < HOUR_MS ? 2 * MINUTE_MS : age < DAY_MS ? 15 * MINUTE_MS : 6 * HOUR_MS));
}

/** Until when a domain that fails is served at the least. */
export const servedUntil = ({ failingSince }: Pick<AccountDomain, "failingSince">): Date | null =>
  failingSince === null ? null : new Date(failingSince.getTime() + GRACE_MS);
