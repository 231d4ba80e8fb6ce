import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { noSuchRule } from "./get-personalization-rule.ts";
import { inAskingOrder, policyRules } from "./personalization-rule.ts";
import { listRules, markDeleted } from "./store.ts";

/** From the answer on no visitor meets the rule. */
export function deletePersonalizationRule(
  deps: ControlDeps,
  actor: MemberActor,
  ruleId: string,
  ifMatch: number | undefined,
): Promise<void> {
  return mutate(deps, actor, contract.deletePersonalizationRule, async (tx, now) => {
    const rules = await listRules(readerOf(tx), actor.handleId);
    const before = rules.find((rule) => rule.ruleId === ruleId);
    if (before === undefined) throw noSuchRule();
    requireVersion("rule", before, ifMatch);
    const version = before.version + 1;
    await markDeleted(tx, actor.handleId, ruleId, version, now);
    return {
      result: undefined,
      audit: {
        action: "personalization_rule.delete",
        target: ruleId,
        details: { version, variant: before.variant },
      },
      events: [
        { type: "personalization_rule.deleted", payload: { ruleId, version, variant: before.variant } },
      ],
      policy: { rules: policyRules(inAskingOrder(rules.filter((rule) => rule !== before))) },
    };
  });
}
