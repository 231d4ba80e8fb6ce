import { hash32 } from "./hash32.ts";
import type { Conditions, RoutingRule } from "./routing-rule.ts";
import { compileTimeWindow, type WindowTest } from "./time-window.ts";

/** A part of `[0, 10 000)` of a draw, which its hash names. */
type Share = { readonly draw: number; readonly from: number; readonly to: number };

/** A rule with everything worked out that does not depend on the visit; texts are in lower case. */
export type CompiledRule<R extends RoutingRule = RoutingRule> = {
  readonly rule: R;
  readonly countryIn: ReadonlySet<string> | null;
  readonly deviceIn: ReadonlySet<string> | null;
  readonly sourceIn: ReadonlySet<string> | null;
  readonly campaignIn: ReadonlySet<string> | null;
  readonly segmentIn: ReadonlySet<string> | null;
  readonly languageIn: ReadonlySet<string> | null;
  readonly osIn: ReadonlySet<string> | null;
  readonly browserIn: ReadonlySet<string> | null;
  readonly referrerHostIn: ReadonlySet<string> | null;
  readonly isInWindow: WindowTest | null;
  readonly share: Share | null;
};

/** Draws are made to a hundredth of a percent. */
export const DRAW_SIZE = 10_000;

/**
 * Rules as they are asked: the enabled ones by priority, equal ones as they stand. `list` names whose rules they are: the
 * same visitor draws anew in every list.
 */
export function compileRules<R extends RoutingRule>(
  rules: readonly R[],
  list: string,
): readonly CompiledRule<R>[] {
  const taken = new Map<string, number>();
  return inOrder(rules).map((rule) => {
    const { when } = rule;
    return {
      rule,
      countryIn: setOf(when.countryIn),
      deviceIn: setOf(when.deviceIn),
      sourceIn: setOf(when.sourceIn),
      campaignIn: setOf(when.campaignIn),
      segmentIn: setOf(when.segmentIn),
      languageIn: setOf(when.languageIn),
      osIn: setOf(when.osIn),
      browserIn: setOf(when.browserIn),
      referrerHostIn: setOf(when.referrerHostIn),
      isInWindow: when.timeWindow === undefined ? null : compileTimeWindow(when.timeWindow),
      share: shareOf(rule, list, taken),
    };
  });
}

/** The enabled rules in the order in which they are asked. */
export const inOrder = <R extends RoutingRule>(rules: readonly R[]): readonly R[] =>
  rules.filter(({ enabled }) => enabled).sort((one, other) => one.priority - other.priority);

type Splitting = { readonly when: Conditions; readonly slugs?: readonly string[] | null };

/** What rules have in common that divide one draw: all but their shares, in one spelling. */
export const splitOf = ({ when: { percent: _, ...others }, slugs }: Splitting): string =>
  JSON.stringify(canonical({ ...others, slugs: slugs ?? undefined }));

function shareOf(rule: RoutingRule, list: string, taken: Map<string, number>): Share | null {
  const { percent } = rule.when;
  if (percent === undefined) return null;
  const split = splitOf(rule);
  const from = taken.get(split) ?? 0;
  const to = from + percent * (DRAW_SIZE / 100);
  taken.set(split, to);
  return { draw: hash32(`${list}\n${split}`), from, to };
}

const setOf = (values: readonly string[] | undefined): ReadonlySet<string> | null =>
  values === undefined ? null : new Set(values.map((value) => value.toLowerCase()));

/** Keys and the values of lists in one order: neither says anything. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => String(one).toLowerCase()).sort();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]),
  );
}
