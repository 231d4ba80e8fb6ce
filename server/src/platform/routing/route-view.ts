import { type CompiledRule, compileRules } from "#kernel/compile-rules.ts";
import { type Facts, failedCondition } from "#kernel/failed-condition.ts";
import type { Route } from "#kernel/route.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";
import { boundedText } from "#platform/visits/bounded-text.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import { compileTarget, type Tagging, type Target } from "./target.ts";

export type Utm = {
  readonly utmSource: string;
  readonly utmMedium: string;
  readonly utmCampaign: string;
  readonly utmTerm: string;
  readonly utmContent: string;
};

/** A link as its visitors meet it: the route and what holds for all links of its handle, worked out together. */
export type RouteView = {
  readonly route: Route;
  readonly policy: CompiledPolicy;
  readonly standard: Target;
  readonly linkRules: readonly CompiledRule[];
  /** Those of the handle that are for this link. */
  readonly handleRules: readonly CompiledRule[];
  /** Whether some rule asks what is known of the visitor. */
  readonly asksSegments: boolean;
  readonly template: TrackingTemplate | null;
  /** Where visitors are sent who come too late. */
  readonly expired: Target | null;
  readonly tagging: Tagging;
  readonly utm: Utm;
  readonly campaign: string;
  /** Of rules that have been met; made when the first visitor meets one. */
  readonly targets: Map<CompiledRule, Target>;
};

/** `null` for a destination to which no visitor may be sent: it is as if there were no such link. */
export function viewRoute(route: Route, slug: string, policy: CompiledPolicy): RouteView | null {
  const template = templateOf(route, policy);
  const tracking = template?.kind === "utm" ? { ...template.parameters, ...route.tracking } : route.tracking;
  const tagging = { tracking, utmPolicy: route.utmPolicy };
  const standard = compileTarget(route.destinationUrl, "", tagging);
  if (standard === null) return null;
  const linkRules = compileRules(route.rules, slug);
  const handleRules = policy.isNarrowed
    ? policy.rules.filter(({ rule: { slugs } }) => slugs === null || slugs.includes(slug))
    : policy.rules;
  const tag = (name: string) => boundedText(tracking[name] ?? "");
  return {
    route,
    policy,
    standard,
    linkRules,
    handleRules,
    asksSegments: [...linkRules, ...handleRules].some(({ segmentIn }) => segmentIn !== null),
    template,
    expired: route.expiredUrl === null ? null : compileTarget(route.expiredUrl, "", UNTAGGED),
    tagging,
    utm: {
      utmSource: tag("utm_source"),
      utmMedium: tag("utm_medium"),
      utmCampaign: tag("utm_campaign"),
      utmTerm: tag("utm_term"),
      utmContent: tag("utm_content"),
    },
    campaign: boundedText(route.campaign),
    targets: new Map(),
  };
}

const UNTAGGED: Tagging = { tracking: {}, utmPolicy: "only_if_absent" };

/** What is recorded of a visit where there is no link. */
export const NO_LINK: Pick<RouteView, "campaign" | "utm" | "tagging"> = {
  campaign: "",
  utm: { utmSource: "", utmMedium: "", utmCampaign: "", utmTerm: "", utmContent: "" },
  tagging: UNTAGGED,
};

const templateOf = ({ trackingTemplateKey: key }: Route, { templates }: CompiledPolicy) =>
  key === null ? null : (templates.get(key) ?? null);

/** The rule that decides where a visit goes, the link's before the handle's; `null` where none does. No I/O. */
export function chooseRule(view: RouteView, facts: Facts): CompiledRule | null {
  for (const rule of view.linkRules) if (failedCondition(rule, facts) === null) return rule;
  for (const rule of view.handleRules) if (failedCondition(rule, facts) === null) return rule;
  return null;
}

/** Where a rule sends its visitors; the link's own destination for no rule, or for one that leads nowhere. */
export function targetOf(view: RouteView, rule: CompiledRule | null): Target {
  if (rule === null) return view.standard;
  const known = view.targets.get(rule);
  if (known !== undefined) return known;
  const { id, destinationUrl } = rule.rule.variant;
  const target = compileTarget(destinationUrl, boundedText(id), view.tagging) ?? view.standard;
  view.targets.set(rule, target);
  return target;
}
