import type { ControlDeps } from "#platform/deps.ts";
import { proofNameOf } from "./domain-proof.ts";

/** What DNS says at the place of the proof. */
export type Answer = {
  readonly texts: readonly string[];
  /** False where DNS gave no answer at all: what was proven may be so still. */
  readonly isSure: boolean;
  /** Of what changed after this moment it says nothing, however late it came. */
  readonly askedAt: Date;
};

/** Asks DNS once, for all who want this domain. Never rejects. */
export async function lookUpProof(
  { resolveTxt, clock }: Pick<ControlDeps, "resolveTxt" | "clock">,
  domain: string,
): Promise<Answer> {
  const askedAt = clock.now();
  try {
    return { texts: await resolveTxt(proofNameOf(domain)), isSure: true, askedAt };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    return { texts: [], isSure: code === "ENOTFOUND" || code === "ENODATA", askedAt };
  }
}
