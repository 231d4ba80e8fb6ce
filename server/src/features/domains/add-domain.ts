import type { UserActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import type { AccountDomain } from "./account-domain.ts";
import * as contract from "./contract.ts";
import { newProof } from "./domain-proof.ts";
import { requireHostName } from "./require-host-name.ts";
import { countDomains, findDomain, insertDomain } from "./store.ts";

/** Each is asked for in DNS again and again, so there is an end to them. */
const DOMAINS_MAX = 50;

/** Serves nothing yet: it is one of perhaps many accounts that want this host, and has a proof of its own to show. */
export function addDomain(deps: ControlDeps, actor: UserActor, text: string): Promise<AccountDomain> {
  const domain = requireHostName(text, deps.addresses);
  const { userId } = actor;
  return mutate<AccountDomain>(deps, actor, contract.addAccountDomain, async (tx, now) => {
    const read = readerOf(tx);
    if ((await findDomain(read, userId, domain)) !== undefined) {
      throw new AppError("conflict", `You have added ${domain} already.`);
    }
    if ((await countDomains(read, userId)) >= DOMAINS_MAX) {
      throw new AppError("conflict", `An account has at most ${DOMAINS_MAX} domains.`);
    }
    const added: AccountDomain = {
      ...{ userId, domain, proof: newProof(), state: "PENDING", problem: null, version: 1 },
      ...{ verifiedAt: null, checkedAt: null, failingSince: null, nextCheckAt: now },
      ...{ createdAt: now, updatedAt: now },
    };
    await insertDomain(tx, added);
    return { result: added, audit: { action: "domain.add", target: domain } };
  });
}
