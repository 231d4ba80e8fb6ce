import { isDeepStrictEqual } from "node:util";
import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import { type ChainRule, type ChainRuleFields, ENABLED_RULES_MAX } from "./chain-rule.ts";
import * as contract from "./contract.ts";
import { countOthersEnabled, findRule, saveRule } from "./rule-store.ts";

export type WrittenRule = { readonly rule: ChainRule; readonly isNew: boolean };

/** From the answer on every question is answered by this rule. What changes nothing leaves nothing behind. */
export function upsertChainRule(
  deps: ControlDeps,
  actor: MemberActor,
  ruleId: string,
  sent: ChainRuleFields,
  ifMatch: number | undefined,
): Promise<WrittenRule> {
  const fields: ChainRuleFields = JSON.parse(JSON.stringify(sent)); // As it will be read back.
  return mutate(deps, actor, contract.upsertChainRule, async (tx, now) => {
    const { rule: before, version: lastVersion } = await findRule(readerOf(tx), actor.handleId, ruleId);
    requireVersion("rule", before, ifMatch);
    const changed = changesBetween(before, fields);
    if (before !== undefined && changed.length === 0) {
      return { result: { rule: before, isNew: false }, audit: null };
    }
    await requireAllowedRedirect(readerOf(tx), deps, actor, fields);
    if (fields.enabled) await requireRoom(tx, actor.handleId, ruleId);
    const version = lastVersion + 1;
    const rule: ChainRule = {
      ...fields,
      ruleId,
      version,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
    await saveRule(tx, actor.handleId, rule);
    const { enabled, priority, trigger, decision } = fields;
    const payload = { ruleId, version, enabled, priority, trigger, action: decision.action, changed };
    const isNew = before === undefined;
    return {
      result: { rule, isNew },
      audit: {
        action: isNew ? "chain_rule.create" : "chain_rule.update",
        target: ruleId,
        details: { version, changed, fields },
      },
      events: [{ type: isNew ? "chain_rule.created" : "chain_rule.updated", payload }],
      policy: {}, // The edge reads nothing of it; whoever remembers rules hears of it.
    };
  });
}

/** A rule that sends visitors on is held to what links are held to. */
async function requireAllowedRedirect(
  read: Reader,
  deps: ControlDeps,
  actor: MemberActor,
  { decision: { action, payload } }: ChainRuleFields,
): Promise<void> {
  const url = action === "redirect" ? payload["destinationUrl"] : undefined;
  if (typeof url !== "string") return;
  const path = "decision.payload.destinationUrl";
  await requireAllowedDestinations(read, deps, actor, null, [{ path, url }]);
}

const FIELDS = ["enabled", "priority", "trigger", "when", "decision"] as const;

const changesBetween = (before: ChainRuleFields | undefined, after: ChainRuleFields) =>
  FIELDS.filter((field) => !isDeepStrictEqual(before?.[field], after[field]));

async function requireRoom(tx: Tx, handleId: string, ruleId: string): Promise<void> {
  if ((await countOthersEnabled(readerOf(tx), handleId, ruleId)) < ENABLED_RULES_MAX) return;
  const message = `${ENABLED_RULES_MAX} rules are enabled, which is the most there can be.`;
  throw new AppError("invalid_payload", message, { details: { details: [{ path: "enabled", message }] } });
}
