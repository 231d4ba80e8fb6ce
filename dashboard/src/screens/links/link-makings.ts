import type { Schemas } from "#api/schemas.ts";
import { formOfRules, rulesOfForm } from "#parts/rules-form.ts";
import type { SavedForm } from "#parts/saved-form.ts";
import { t } from "#text/t.ts";
import { changeOf, formOf, type LinkForm } from "./link-form.ts";

type Link = Schemas["Link"];

export type RulesForm = { readonly rules: ReturnType<typeof formOfRules> };

/** How the fields of a link become a form, and what of it is sent. */
export const FIELDS = {
  formOf: (link: Link): LinkForm => formOf(link),
  bodyOf: (form: LinkForm) => form,
  changeOf: ({ base, form }: SavedForm<Link, LinkForm>) => changeOf(formOf(base), form),
  done: (slug: string) => t("links.saved", { slug }),
};

const routingRulesOf = ({ rules }: RulesForm) => [...rulesOfForm(rules)];

/** The same of its rules. */
export const RULES = {
  formOf: ({ routingRules }: Link): RulesForm => ({
    rules: formOfRules(routingRules as readonly Schemas["RoutingRule"][]),
  }),
  bodyOf: routingRulesOf,
  changeOf: ({ form }: SavedForm<Link, RulesForm>) => ({ routingRules: routingRulesOf(form) }),
  done: () => t("rules.saved"),
};
