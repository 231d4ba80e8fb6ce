import type { Schemas } from "#api/schemas.ts";
import { lastPriority } from "#parts/ordered-rules.ts";
import { formOfRules, newRule, type RuleForm, rulesOfForm } from "#parts/rules-form.ts";
import { t } from "#text/t.ts";

export type Rule = Schemas["PersonalizationRule"];

/** A rule as it is edited; without links it holds for every link of the handle. */
export type PersonalForm = {
  readonly rule: RuleForm;
  readonly priority: string;
  readonly slugs: readonly string[];
};

/** A new rule, with an id that no other has, that is asked last. */
export function newForm(rules: readonly Rule[]): PersonalForm {
  const others = rules.flatMap((rule) => formOfRules([{ ...rule, id: rule.ruleId }]));
  return { rule: newRule(others), priority: String(lastPriority(rules)), slugs: [] };
}

/** The form of a rule that is saved. */
export function formOf(saved: Rule): PersonalForm {
  const [rule = newRule([])] = formOfRules([{ ...saved, id: saved.ruleId }]);
  return { rule, priority: String(saved.priority ?? 100), slugs: saved.slugs ?? [] };
}

/** The whole rule, as the API takes it. */
export function bodyOf({ rule, priority, slugs }: PersonalForm): Schemas["PersonalizationRuleChange"] {
  const [made] = rulesOfForm([rule]);
  if (made === undefined) throw new Error("A form has its rule.");
  const { when, variant, enabled = true } = made;
  return { enabled, priority: Number(priority), when, variant, slugs: slugs.length > 0 ? [...slugs] : null };
}

/** The same of a rule that is saved, so that it can be sent again. */
export const bodyOfSaved = ({ enabled = true, priority = 100, when, variant, slugs }: Rule) => ({
  ...{ enabled, priority, when, variant, slugs },
});

type Problems = Readonly<Partial<Record<"id" | "priority" | "destinationUrl" | "slugs", string>>>;

/** What can be told of a form before the server is asked, which has the last word. An untouched field is no mistake. */
export function problemsOf({ rule, priority, slugs }: PersonalForm, others: readonly Rule[]): Problems {
  const isTaken = others.some(({ ruleId }) => ruleId === rule.id);
  const isWeb = /^https?:\/\/[^/\s]/.test(rule.destinationUrl) && URL.canParse(rule.destinationUrl);
  const wrong = slugs.find((slug) => !/^[A-Za-z0-9_-]{4,24}$/.test(slug));
  return {
    ...(!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(rule.id) && { id: t("rule.id.rule") }),
    ...(isTaken && { id: t("rule.id.taken") }),
    ...(!/^\d{1,5}$|^100000$/.test(priority) && { priority: t("rule.priority.rule") }),
    ...(rule.destinationUrl !== "" && !isWeb && { destinationUrl: t("problem.url") }),
    ...(wrong !== undefined && { slugs: t("personal.slugs.rule", { slug: wrong }) }),
  };
}
