import type { SystemActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import type { Finding, Target } from "./link-health.ts";
import { probeTargets } from "./probe-targets.ts";
import { saveFindings } from "./save-findings.ts";
import { claimTarget, listDue } from "./store.ts";

const CHECKER: SystemActor = { kind: "system", job: "links.check-health" };
const NOTHING: ReadonlyMap<Target, Finding> = new Map();
const BATCH = 64;
/** Longer than a batch can take, all of it at one host: what a process that died had claimed is then probed by another. */
const CLAIM_MS = 15 * 60_000;

/** Probes the links that want it and whose turn has come, each by one process, until there are none or `signal` ends it. */
export async function checkDueLinks(deps: ControlDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await claimDue(deps);
    if (claimed.length === 0) return;
    const findings = await probeTargets(deps.outbound, claimed, { signal, enough: signal }).catch(
      (thrown: unknown) => {
        if (!signal.aborted) throw thrown;
        return NOTHING; // What was claimed is another process's when the claim runs out.
      },
    );
    const byHandle = Map.groupBy(findings, ([{ handleId }]) => handleId);
    for (const [handleId, own] of byHandle) {
      await mutate(deps, CHECKER, { auth: "none" }, async (tx, now) => {
        return { result: undefined, ...(await saveFindings(tx, handleId, new Map(own), now)) };
      });
    }
  }
}

/** Asked first without a transaction: most of the time nothing is due. */
async function claimDue(deps: ControlDeps): Promise<readonly Target[]> {
  const { db, clock } = deps;
  if ((await listDue(db.read, clock.now(), 1)).length === 0) return [];
  return mutate(deps, CHECKER, { auth: "none" }, async (tx, now) => {
    const due = await listDue(readerOf(tx), now, BATCH);
    for (const { handleId, slug } of due) await claimTarget(tx, handleId, slug, now.getTime() + CLAIM_MS);
    return { result: due, audit: null };
  });
}
