import type { Schemas } from "#api/schemas.ts";
import { rowKey } from "./row-key.ts";

type Rule = Schemas["RoutingRule"];
type Conditions = Schemas["Conditions"];

/** The conditions that are lists of values, in the order in which they are shown. */
export const LISTS = [
  "countryIn",
  "deviceIn",
  "languageIn",
  "sourceIn",
  "campaignIn",
  "referrerHostIn",
  "osIn",
  "browserIn",
  "segmentIn",
] as const;
type List = (typeof LISTS)[number];

/** A rule as it is edited. `key` lasts as long as the form, so that a row keeps its place while its id is typed. */
export type RuleForm = {
  readonly key: string;
  readonly id: string;
  readonly enabled: boolean;
  readonly destinationUrl: string;
  readonly variantId: string;
  readonly lists: Readonly<Partial<Record<List, readonly string[]>>>;
  readonly percent: string;
  readonly window: {
    readonly tz: string;
    readonly from: string;
    readonly to: string;
    readonly days: readonly string[];
  };
};

const NO_WINDOW = { tz: "", from: "", to: "", days: [] };

/** An empty rule, with an id that no other has. */
export function newRule(others: readonly RuleForm[]): RuleForm {
  let number = others.length + 1;
  while (others.some(({ id }) => id === `rule-${number}`)) number++;
  const id = `rule-${number}`;
  return {
    key: rowKey(),
    id,
    enabled: true,
    destinationUrl: "",
    variantId: id,
    lists: {},
    percent: "",
    window: NO_WINDOW,
  };
}

/** The form of rules that are saved, in the order in which they are asked. */
export function formOfRules(rules: readonly Rule[]): readonly RuleForm[] {
  return rules
    .map((rule, index) => ({ rule, index }))
    .sort((a, b) => (a.rule.priority ?? 100) - (b.rule.priority ?? 100) || a.index - b.index)
    .map(({ rule, index }) => {
      const when = rule.when as Conditions;
      const { tz = "", from = "", to = "", days = [] } = when.timeWindow ?? {};
      return {
        key: `${index}`,
        id: rule.id,
        enabled: rule.enabled ?? true,
        destinationUrl: rule.variant.destinationUrl,
        variantId: rule.variant.id,
        lists: Object.fromEntries(LISTS.flatMap((list) => (when[list] ? [[list, when[list]]] : []))),
        percent: when.percent === undefined ? "" : String(when.percent),
        window: { tz, from, to, days },
      };
    });
}

/** The rules of a form: their order is their priority, and what is empty is no condition. */
export function rulesOfForm(forms: readonly RuleForm[]): readonly Rule[] {
  return forms.map(({ id, enabled, destinationUrl, variantId, lists, percent, window }, index) => {
    const { tz, from, to, days } = window;
    const hasWindow = tz !== "" && (from !== "" || to !== "" || days.length > 0);
    const times = { tz, ...(from && { from }), ...(to && { to }), ...(days.length > 0 && { days }) };
    const when = {
      ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
      ...(percent !== "" && { percent: Number(percent) }),
      ...(hasWindow && { timeWindow: times }),
    } as Conditions;
    return {
      id,
      priority: (index + 1) * 10,
      when,
      variant: { id: variantId || id, destinationUrl },
      enabled,
    };
  });
}

/** The list with one element moved a place up or down; at its ends nothing moves. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const to = index + by;
  const [one, other] = [list[index], list[to]];
  if (one === undefined || other === undefined) return list;
  return list.map((each, at) => (at === index ? other : at === to ? one : each));
}
