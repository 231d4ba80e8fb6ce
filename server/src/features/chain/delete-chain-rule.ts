import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { noSuchRule } from "./get-chain-rule.ts";
import { eraseRule, findRule } from "./rule-store.ts";

/** From the answer on no question is answered by this rule. Segments that it has assigned stay assigned. */
export function deleteChainRule(
  deps: ControlDeps,
  actor: MemberActor,
  ruleId: string,
  ifMatch: number | undefined,
): Promise<void> {
  return mutate(deps, actor, contract.deleteChainRule, async (tx, now) => {
    const { rule } = await findRule(readerOf(tx), actor.handleId, ruleId);
    if (rule === undefined) throw noSuchRule();
    requireVersion("rule", rule, ifMatch);
    const version = rule.version + 1;
    await eraseRule(tx, actor.handleId, ruleId, version, now);
    return {
      result: undefined,
      audit: { action: "chain_rule.delete", target: ruleId, details: { version } },
      events: [{ type: "chain_rule.deleted", payload: { ruleId, version, trigger: rule.trigger } }],
      policy: {},
    };
  });
}
