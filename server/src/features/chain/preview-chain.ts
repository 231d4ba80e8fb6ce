import type { MemberActor } from "#kernel/actor.ts";
import type { ChainDeps } from "./chain-deps.ts";
import { type FailedCondition, type Resolution, resolveChain, traceChain } from "./resolve-chain.ts";
import type { SentSignal } from "./sort-signals.ts";

/** A session that did not take place. */
export type ImaginedSession = {
  readonly trigger: string;
  readonly signals: readonly Omit<SentSignal, "index">[];
  readonly segments: readonly string[];
  readonly country: string;
  readonly device: string;
};

export type ChainPreview = Pick<Resolution, "decision" | "ruleId"> & {
  readonly trace: readonly { readonly ruleId: string; readonly failed: FailedCondition }[];
};

/** What such a session would be told, decided by the very function that decides for visitors, and why. Leaves nothing behind. */
export async function previewChain(
  { rules, clock }: Pick<ChainDeps, "rules" | "clock">,
  { handleId }: MemberActor,
  { trigger, signals, ...imagined }: ImaginedSession,
): Promise<ChainPreview> {
  const now = clock.now().getTime();
  const facts = {
    ...imagined,
    now,
    signals: signals.map(({ signalKey, signalValue = null, confidence, occurredAt = now }) => ({
      ...{ signalKey, signalValue, confidence, occurredAt },
    })),
  };
  const compiled = await rules.get(handleId);
  const { decision, ruleId } = resolveChain(compiled, trigger, facts);
  return { decision, ruleId, trace: traceChain(compiled, trigger, facts) };
}
