import { isDeepStrictEqual } from "node:util";
import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import {
  inAskingOrder,
  type PersonalizationRule,
  policyRules,
  requireRoom,
  requireShares,
} from "./personalization-rule.ts";
import type { RuleFields } from "./personalization-rule-body.ts";
import { findLastVersion, listRules, saveRule } from "./store.ts";

type Written = { readonly rule: PersonalizationRule; readonly isNew: boolean };

/** From the answer on visitors meet the rule as it is now. What changes nothing leaves nothing behind. */
export function putPersonalizationRule(
  deps: ControlDeps,
  actor: MemberActor,
  ruleId: string,
  fields: RuleFields,
  ifMatch: number | undefined,
): Promise<Written> {
  return mutate(deps, actor, contract.putPersonalizationRule, async (tx, now) => {
    const read = readerOf(tx);
    const rules = await listRules(read, actor.handleId);
    const before = rules.find((rule) => rule.ruleId === ruleId);
    requireVersion("rule", before, ifMatch);
    for (const slug of fields.slugs ?? [slugIn(fields.variant.destinationUrl)]) {
      await requireAllowedDestinations(read, deps, actor, slug, [
        { path: "variant.destinationUrl", url: fields.variant.destinationUrl },
      ]);
    }
    const changed = changedFields(before, fields);
    if (before !== undefined && changed.length === 0) {
      return { result: { rule: before, isNew: false }, audit: null };
    }
    const version = (await findLastVersion(read, actor.handleId, ruleId)) + 1;
    const createdAt = before?.createdAt ?? now;
    const rule: PersonalizationRule = { ...fields, ruleId, version, createdAt, updatedAt: now };
    const after = inAskingOrder([...rules.filter((one) => one !== before), rule]);
    requireRoom(after);
    requireShares(after);
    await saveRule(tx, actor.handleId, rule);
    const isNew = before === undefined;
    const payload = { ruleId, version, ...fields, changed };
    return {
      result: { rule, isNew },
      audit: {
        action: `personalization_rule.${isNew ? "create" : "update"}`,
        target: ruleId,
        details: { version, before: before && fieldsOf(before), after: fields },
      },
      events: [{ type: `personalization_rule.${isNew ? "created" : "updated"}`, payload }],
      policy: { rules: policyRules(after) },
    };
  });
}

/** The link that a destination here would be: a rule for every link holds for that one as well. */
function slugIn(destinationUrl: string): string {
  const path = new URL(destinationUrl).pathname.replaceAll(/^\/+|\/+$/g, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const FIELDS = ["enabled", "priority", "when", "variant", "slugs"] as const;

const changedFields = (before: RuleFields | undefined, after: RuleFields) =>
  FIELDS.filter((field) => !isDeepStrictEqual(before?.[field], after[field]));

const fieldsOf = ({ enabled, priority, when, variant, slugs }: RuleFields): RuleFields => ({
  enabled,
  priority,
  when,
  variant,
  slugs,
});
