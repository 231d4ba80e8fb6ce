import type { HandleActor } from "#kernel/actor.ts";
import type { CompiledRule } from "#kernel/compile-rules.ts";
import { type ConditionName, type Facts, failedCondition } from "#kernel/failed-condition.ts";
import { hash32 } from "#kernel/hash32.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { isBlocked } from "#platform/routing/compile-policy.ts";
import { findPolicy } from "#platform/routing/find-policy.ts";
import { linkStanding } from "#platform/routing/link-standing.ts";
import { chooseRule, type RouteView, targetOf, viewRoute } from "#platform/routing/route-view.ts";
import { findSegments } from "#platform/visits/assign-segments.ts";
import { noSuchLink } from "./get-link.ts";
import type { UsedLink } from "./link.ts";
import { routeOf } from "./link-route.ts";
import type { Slug } from "./slug.ts";
import { findLink } from "./store.ts";

/** A visit that did not take place. Texts in any case; empty is unknown. */
export type ImaginedVisit = Omit<Facts, "at" | "seed" | "campaign"> & {
  /** Epoch milliseconds; now when left out. */
  readonly at?: number | undefined;
  /** The link's own when left out. */
  readonly campaign?: string | undefined;
  /** Who draws, and whose segments are added to those that are given. */
  readonly visitorId?: string | undefined;
};

type Kind = "rule" | "personalization" | "default";

export type RoutePreview = {
  /** `null` where the visitor would be sent nowhere. */
  readonly destinationUrl: string | null;
  readonly status: number;
  readonly matched: {
    readonly kind: Kind;
    readonly ruleId: string | null;
    /** Among the rules of its kind, in the order in which they are asked. */
    readonly index: number | null;
    readonly variantId: string | null;
  };
  readonly trace: {
    readonly kind: Kind;
    readonly ruleId: string;
    readonly index: number;
    readonly matched: boolean;
    /** The first condition that did not hold. */
    readonly failed: ConditionName | null;
  }[];
};

/** What the edge would answer such a visit, decided by the very function that the edge decides with, and why. */
export async function previewRoute(
  deps: Pick<ControlDeps, "db" | "clock" | "denyList">,
  actor: HandleActor,
  slug: Slug,
  { visitorId, ...visit }: ImaginedVisit,
): Promise<RoutePreview> {
  const { handleId } = actor;
  const found = await findLink(deps.db.read, handleId, slug);
  if (found === undefined) throw noSuchLink();
  const view = viewRoute(
    routeOf({ ...found.link, enabled: true }) ?? unreachable(),
    slug,
    await findPolicy(deps.db.read, handleId),
  );
  if (view === null) return { ...NOWHERE, status: 404, trace: [] };
  const held = visitorId === undefined ? [] : await findSegments(deps.db.read, handleId, visitorId);
  const facts: Facts = {
    ...visit,
    campaign: visit.campaign ?? view.campaign.toLowerCase(),
    at: visit.at ?? deps.clock.now().getTime(),
    segments: [...visit.segments, ...held],
    seed: hash32(visitorId ?? ""),
  };
  const rule = chooseRule(view, facts);
  return {
    ...outcomeOf(found, view, rule, facts.at, deps),
    matched: matchOf(view, rule),
    trace: [
      ...traceOf(view.linkRules, "rule", facts),
      ...traceOf(view.handleRules, "personalization", facts),
    ],
  };
}

const NOWHERE = {
  destinationUrl: null,
  matched: { kind: "default", ruleId: null, index: null, variantId: null },
} as const;

function outcomeOf(
  { link, use }: UsedLink,
  view: RouteView,
  rule: CompiledRule | null,
  at: number,
  { denyList }: Pick<ControlDeps, "denyList">,
): Pick<RoutePreview, "destinationUrl" | "status"> {
  const standing = linkStanding(view.route, at);
  if (!link.enabled || standing === "early") return { destinationUrl: null, status: 404 };
  const isUsedUp = link.maxClicks !== null && (use.spent ?? 0) >= link.maxClicks;
  const isOver = standing === "over" || isUsedUp;
  const target = isOver ? view.expired : targetOf(view, rule);
  if (target === null || isBlocked(view.policy, target.host) || denyList.isDenied(target.host)) {
    return { destinationUrl: null, status: 410 };
  }
  if (isOver) return { destinationUrl: target.location, status: 302 };
  const status = view.route.mode === "BRIDGE" ? 200 : view.route.redirectType;
  return { destinationUrl: target.location, status };
}

function matchOf(view: RouteView, rule: CompiledRule | null): RoutePreview["matched"] {
  if (rule === null) return NOWHERE.matched;
  const isLinks = view.linkRules.includes(rule);
  return {
    kind: isLinks ? "rule" : "personalization",
    ruleId: rule.rule.id,
    index: (isLinks ? view.linkRules : view.handleRules).indexOf(rule),
    variantId: rule.rule.variant.id,
  };
}

const traceOf = (rules: readonly CompiledRule[], kind: Kind, facts: Facts) =>
  rules.map((rule, index) => {
    const failed = failedCondition(rule, facts);
    return { kind, ruleId: rule.rule.id, index, matched: failed === null, failed };
  });

function unreachable(): never {
  throw new Error("An enabled link has a route.");
}
