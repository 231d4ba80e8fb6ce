import type { UserActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { noSuchDomain } from "./account-domain.ts";
import * as contract from "./contract.ts";
import { lookUpProof } from "./look-up-proof.ts";
import { requireDomain } from "./require-domain.ts";
import { listRoutes } from "./route-store.ts";
import type { RoutedDomain } from "./routed-domain.ts";
import { type Settled, settleDomain } from "./settle-domain.ts";
import { tellOwners } from "./tell-owners.ts";

/** Looks for the proof now. DNS is asked before the transaction; a domain added anew meanwhile is another. */
export async function reconcileDomain(
  deps: ControlDeps,
  actor: UserActor,
  text: string,
): Promise<RoutedDomain> {
  const { userId } = actor;
  const asked = await requireDomain(deps.db.read, userId, text);
  await deps.limits.count("domainProof", userId);
  const answer = await lookUpProof(deps, asked.domain);
  const settled = await mutate<readonly Settled[]>(
    deps,
    actor,
    contract.reconcileAccountDomain,
    async (tx, now) => {
      const before = await requireDomain(readerOf(tx), userId, asked.domain);
      if (before.proof !== asked.proof) throw noSuchDomain();
      const { settled: result, ...consequences } = await settleDomain(tx, before, answer, now);
      return { result, ...consequences };
    },
  );
  // Whoever asks sees it in the answer; only who has lost it to them is told.
  await tellOwners(
    deps,
    settled.filter(({ after }) => after.userId !== userId),
  );
  const domain = settled.at(-1)?.after ?? asked;
  return { domain, routes: await listRoutes(deps.db.read, userId, [asked.domain]) };
}
