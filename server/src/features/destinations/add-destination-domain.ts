import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type DestinationDomain, newProof, requireDomain } from "./destination-domain.ts";
import { countDomains, findDomain, insertDomain } from "./store.ts";

/** All that are blocked travel together to the edge, so there is an end to them. */
export const DOMAINS_MAX = 5_000;

/** Changes nothing yet for any link: the domain is only known from now on, under review and unproven. */
export function addDestinationDomain(
  deps: ControlDeps,
  actor: MemberActor,
  text: string,
): Promise<DestinationDomain> {
  const domain = requireDomain(text);
  return mutate<DestinationDomain>(deps, actor, contract.addDestinationDomain, async (tx, now) => {
    const read = readerOf(tx);
    if ((await findDomain(read, actor.handleId, domain)) !== undefined) {
      throw new AppError("conflict", `${domain} was added already.`);
    }
    if ((await countDomains(read, actor.handleId)) >= DOMAINS_MAX) {
      throw new AppError("conflict", `A handle has at most ${DOMAINS_MAX} destination domains.`);
    }
    const added: DestinationDomain = {
      domain,
      decision: "REVIEW",
      source: null,
      proof: newProof(),
      verifiedAt: null,
      createdAt: now,
      updatedAt: now,
    };
    await insertDomain(tx, actor.handleId, added);
    return {
      result: added,
      audit: { action: "destination.add", target: domain },
      events: [{ type: "destination.added", payload: { domain, decision: added.decision } }],
    };
  });
}
