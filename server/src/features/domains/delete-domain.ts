import type { UserActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { isServed } from "./account-domain.ts";
import * as contract from "./contract.ts";
import { requireDomain } from "./require-domain.ts";
import { listRoutes, replaceRoutes } from "./route-store.ts";
import { deleteDomain } from "./store.ts";

/** No visitor of the host is answered any more. Added again, it needs another proof. */
export function deleteAccountDomain(deps: ControlDeps, actor: UserActor, text: string): Promise<void> {
  const { userId } = actor;
  return mutate(deps, actor, contract.deleteAccountDomain, async (tx) => {
    const read = readerOf(tx);
    const found = await requireDomain(read, userId, text);
    const { domain } = found;
    const handleIds = new Set((await listRoutes(read, userId, [domain])).map(({ handleId }) => handleId));
    await replaceRoutes(tx, userId, domain, []);
    await deleteDomain(tx, userId, domain);
    return {
      result: undefined,
      audit: ["", ...handleIds].map((handleId) => ({
        action: "domain.delete",
        target: domain,
        handleId,
        details: { state: found.state },
      })),
      ...(isServed(found) && { domains: [domain] }),
    };
  });
}
