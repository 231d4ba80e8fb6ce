import type { ChainDecision } from "./chain-rule.ts";

/** What a decision assigns. */
export const segmentsOf = (decision: ChainDecision | null): readonly string[] =>
  decision?.action === "segment" ? decision.payload.segments : [];
