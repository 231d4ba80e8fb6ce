import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type DestinationDomain, noSuchDomain, proofNameOf } from "./destination-domain.ts";
import { requireAddedDomain } from "./require-added-domain.ts";
import { updateDomain } from "./store.ts";

/** `reason` says why the domain is not verified; `null` where it is. */
export type Verification = { readonly domain: DestinationDomain; readonly reason: string | null };

type Finding = {
  readonly reason: string | null;
  /** Whether DNS has answered: only then is what was proven before no longer so. */
  readonly isSure: boolean;
};

/** DNS is asked before the transaction; a domain whose proof is another by then is not the one that was asked for. */
export async function verifyDestinationDomain(
  deps: ControlDeps,
  actor: MemberActor,
  text: string,
): Promise<Verification> {
  const asked = await requireAddedDomain(deps.db.read, actor.handleId, text);
  await deps.limits.count("domainProof", actor.handleId);
  const { reason, isSure } = await lookUp(deps, asked);
  return mutate<Verification>(deps, actor, contract.verifyDestinationDomain, async (tx, now) => {
    const before = await requireAddedDomain(readerOf(tx), actor.handleId, asked.domain);
    // Added anew meanwhile, it has another proof, and nothing was found about that.
    if (before.proof !== asked.proof) throw noSuchDomain();
    const isProven = reason === null;
    if (isProven === (before.verifiedAt !== null) || !isSure) {
      return { result: { domain: before, reason }, audit: null };
    }
    const domain: DestinationDomain = { ...before, verifiedAt: isProven ? now : null, updatedAt: now };
    await updateDomain(tx, actor.handleId, domain);
    return {
      result: { domain, reason },
      audit: { action: "destination.verify", target: domain.domain, details: { verified: isProven } },
      events: [
        {
          type: isProven ? "destination.verified" : "destination.unverified",
          payload: { domain: domain.domain },
        },
      ],
    };
  });
}

async function lookUp(
  { resolveTxt }: Pick<ControlDeps, "resolveTxt">,
  { domain, proof }: DestinationDomain,
): Promise<Finding> {
  const name = proofNameOf(domain);
  if (name === null) return { reason: "An address has no DNS in which it could be proven.", isSure: true };
  try {
    const texts = await resolveTxt(name);
    if (texts.some((text) => text.includes(proof))) return { reason: null, isSure: true };
    return { reason: `The TXT records of ${name} do not have the proof in them.`, isSure: true };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const isAbsent = code === "ENOTFOUND" || code === "ENODATA";
    const reason = isAbsent
      ? `${name} has no TXT record.`
      : `DNS did not answer for ${name}. Try again later.`;
    return { reason, isSure: isAbsent };
  }
}
