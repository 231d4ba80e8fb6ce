import { ApiError } from "#api/api-error.ts";
import { t } from "#text/t.ts";
import { moved } from "./rules-form.ts";

/** What a rule needs to have a place among others. */
export type Placed = { readonly ruleId: string; readonly priority?: number };

const STEP = 10;
const PRIORITY_MAX = 100_000;

/** The priority of a rule that is to be asked last. */
export const lastPriority = (rules: readonly Placed[]): number =>
  Math.min(PRIORITY_MAX, Math.max(0, ...rules.map(priorityOf)) + STEP);

/**
 * Which rules need another priority, so that the one at `index` goes one place up or down; the list is in the order in which
 * they are asked. Only that rule's where there is room between its new neighbours, and nothing at the ends.
 */
export function movedPriorities(rules: readonly Placed[], index: number, by: -1 | 1): readonly Placed[] {
  const order = moved(rules, index, by);
  const rule = rules[index];
  if (order === rules || rule === undefined) return [];
  const [before, after] = [order[index + by - 1], order[index + by + 1]];
  const least = before === undefined ? 0 : priorityOf(before) + 1;
  const most = after === undefined ? Math.min(PRIORITY_MAX, least + 2 * STEP) : priorityOf(after) - 1;
  if (least <= most) return [{ ruleId: rule.ruleId, priority: Math.floor((least + most) / 2) }];
  return order
    .map(({ ruleId }, at) => ({ ruleId, priority: (at + 1) * STEP }))
    .filter(({ ruleId, priority }) =>
      rules.some((one) => one.ruleId === ruleId && priorityOf(one) !== priority),
    );
}

const priorityOf = ({ priority = 100 }: Placed) => priority;

/** Throws, as the API would, where a new rule would be put over one that is there. */
export function requireFree(rules: readonly Placed[], ruleId: string): void {
  if (rules.every((rule) => rule.ruleId !== ruleId)) return;
  const message = t("rule.id.taken");
  throw new ApiError("conflict", message, 409, "", [{ path: "ruleId", message }]);
}
