import { readerOf, type Tx } from "#platform/database/database.ts";
import type { AuditEntry, Outcome } from "#platform/mutate.ts";
import { type AccountDomain, isServed } from "./account-domain.ts";
import { holdsProof } from "./domain-proof.ts";
import { judgeDomain, nextCheckOf } from "./judge-domain.ts";
import type { Answer } from "./look-up-proof.ts";
import { listRoutes } from "./route-store.ts";
import { findHolder, updateDomain } from "./store.ts";

/** One account's domain before and after DNS has answered. */
export type Settled = { readonly before: AccountDomain; readonly after: AccountDomain };
type Consequences = Pick<Outcome<unknown>, "audit" | "domains">;

/**
 * Writes down what DNS has answered of a domain: it begins to be served, fails, or is served no more. Whoever proves a
 * domain has it from then on: another account, whose proof is gone, loses it in the same transaction. An answer that came late takes nothing from whoever has proven it since.
 */
export async function settleDomain(
  tx: Tx,
  before: AccountDomain,
  answer: Answer,
  now: Date,
): Promise<{ readonly settled: readonly Settled[] } & Consequences> {
  const holder = await findHolder(readerOf(tx), before.domain);
  const other = holder !== undefined && holder.userId !== before.userId ? holder : undefined;
  const isHeld = other !== undefined && (holdsProof(answer.texts, other.proof) || wasProven(other, answer));
  const after = judgeDomain(before, answer, isHeld, now);
  const settled = [{ before, after }];
  if (other !== undefined && isServed(after)) {
    // First: at no time is a domain two accounts' at once.
    const displaced = displace(other, now);
    await updateDomain(tx, displaced);
    settled.unshift({ before: other, after: displaced });
  }
  await updateDomain(tx, after);
  const changes = settled.filter((one) => one.before.state !== one.after.state);
  const audits: AuditEntry[] = [];
  for (const one of changes) audits.push(...(await auditsOf(tx, one)));
  const isTold = changes.some((one) => isServed(one.before) !== isServed(one.after));
  return {
    settled,
    audit: audits.length === 0 ? null : audits,
    ...((isTold || settled.length > 1) && { domains: [before.domain] }),
  };
}

/** Whether the holder's proof was found after DNS was asked for this answer. */
const wasProven = ({ state, checkedAt }: AccountDomain, { askedAt }: Answer): boolean =>
  state === "ACTIVE" && checkedAt !== null && checkedAt > askedAt;

function displace(holder: AccountDomain, now: Date): AccountDomain {
  const displaced: AccountDomain = {
    ...holder,
    state: "STALE",
    problem: "Another account has proven that it has this domain now.",
    failingSince: holder.failingSince ?? now,
    checkedAt: now,
    version: holder.version + 1,
    updatedAt: now,
  };
  return { ...displaced, nextCheckAt: nextCheckOf(displaced, now) };
}

const ACTIONS = {
  PENDING: "domain.add",
  ACTIVE: "domain.activate",
  FAILING: "domain.fail",
  STALE: "domain.withdraw",
} as const;

/** One for the account, and one in each handle that the domain leads to. */
async function auditsOf(tx: Tx, { before, after }: Settled): Promise<AuditEntry[]> {
  const routes = await listRoutes(readerOf(tx), after.userId, [after.domain]);
  const handleIds = new Set(routes.map(({ handleId }) => handleId));
  const details = { userId: after.userId, before: before.state, after: after.state, reason: after.problem };
  return ["", ...handleIds].map((handleId) => ({
    action: ACTIONS[after.state],
    target: after.domain,
    handleId,
    details,
  }));
}
