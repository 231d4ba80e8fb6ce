import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { deletePersonalizationRule } from "./delete-personalization-rule.ts";
import { getPersonalizationRule } from "./get-personalization-rule.ts";
import { listPersonalizationRules } from "./list-personalization-rules.ts";
import type { PersonalizationRule } from "./personalization-rule.ts";
import { putPersonalizationRule } from "./put-personalization-rule.ts";

export const personalizationOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listPersonalizationRules, async ({ actor }) => {
    const rules = await listPersonalizationRules(deps, actor);
    return { status: 200, body: { rules: rules.map(presentRule) } };
  }),

  bind(contract.getPersonalizationRule, async ({ actor, params }) => {
    return { status: 200, ...single(await getPersonalizationRule(deps, actor, params.ruleId)) };
  }),

  bind(contract.putPersonalizationRule, async ({ actor, params, body, caller }) => {
    const { rule, isNew } = await putPersonalizationRule(deps, actor, params.ruleId, body, caller.ifMatch);
    return { status: isNew ? 201 : 200, ...single(rule) };
  }),

  bind(contract.deletePersonalizationRule, async ({ actor, params, caller }) => {
    await deletePersonalizationRule(deps, actor, params.ruleId, caller.ifMatch);
    return { status: 204 };
  }),
];

const single = (rule: PersonalizationRule) => ({ version: rule.version, body: presentRule(rule) });

const presentRule = (rule: PersonalizationRule) => ({
  ...rule,
  createdAt: rule.createdAt.toISOString(),
  updatedAt: rule.updatedAt.toISOString(),
});
