import type { SystemActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import type { AccountDomain } from "./account-domain.ts";
import { lookUpProof } from "./look-up-proof.ts";
import { type Settled, settleDomain } from "./settle-domain.ts";
import { findDomain, listDue, updateDomain } from "./store.ts";
import { tellOwners } from "./tell-owners.ts";

const CHECKER: SystemActor = { kind: "system", job: "domains.check" };
/** As many are asked of DNS at once. */
const BATCH = 16;
/** Longer than a batch can take: what a process that died had claimed is then looked at by another. */
const CLAIM_MS = 10 * 60_000;

/** Asks DNS of the domains whose turn has come, each by one process, until there are none or `signal` ends it. */
export async function checkDomains(deps: ControlDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await claimDue(deps);
    if (claimed.length === 0) return;
    await Promise.all(claimed.map((domain) => check(deps, domain)));
  }
}

/** Asked first without a transaction: most of the time nothing is due. */
async function claimDue(deps: ControlDeps): Promise<readonly AccountDomain[]> {
  const { db, clock } = deps;
  if ((await listDue(db.read, clock.now(), 1)).length === 0) return [];
  return mutate(deps, CHECKER, { auth: "none" }, async (tx, now) => {
    const due = await listDue(readerOf(tx), now, BATCH);
    for (const domain of due) {
      await updateDomain(tx, { ...domain, nextCheckAt: new Date(now.getTime() + CLAIM_MS) });
    }
    return { result: due, audit: null };
  });
}

async function check(deps: ControlDeps, asked: AccountDomain): Promise<void> {
  const answer = await lookUpProof(deps, asked.domain);
  const settled = await mutate<readonly Settled[]>(deps, CHECKER, { auth: "none" }, async (tx, now) => {
    const before = await findDomain(readerOf(tx), asked.userId, asked.domain);
    if (before?.proof !== asked.proof) return { result: [], audit: null };
    const { settled: result, ...consequences } = await settleDomain(tx, before, answer, now);
    return { result, ...consequences };
  });
  await tellOwners(deps, settled);
}
