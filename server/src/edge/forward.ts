import { newId } from "#kernel/ids.ts";
import { fillPlaces } from "#platform/routing/path-matcher.ts";
import type { RouteView } from "#platform/routing/route-view.ts";
import { addParam, removeParams, type Target } from "#platform/routing/target.ts";
import { type Answer, redirect, withCookie } from "./answer.ts";
import { bridgePage } from "./bridge/bridge-page.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { forwardQuery } from "./forward-query.ts";
import type { Param } from "./parse-query.ts";
import type { Visit } from "./visit.ts";
import { seedOf } from "./visit-facts.ts";
import { campaignOf } from "./visit-sources.ts";
import { utmOf } from "./visit-utm.ts";
import { visitorCookie } from "./visitor.ts";

/** Sends a visit that may go there to its target: by a redirect, or by the page that runs the template's tags first. */
export function forward(visit: Visit, view: RouteView, target: Target, tools: EdgeTools): Answer {
  const { route } = view;
  const { visitor, places, bot, params } = visit;
  let location = locate(visit, view, target, params);
  const destination = params.some(isToken) ? locate(visit, view, target, params.filter(isNoToken)) : location;
  const named = view.asksSegments && visitor.kept === null && visitor.consent !== "denied" && bot === "";
  if (route.mode === "DIRECT" && !route.appendContextParam && !named && places === null) {
    const caching = route.cacheSeconds === null ? undefined : `private, max-age=${route.cacheSeconds}`;
    const answer = redirect(route.redirectType, location, "click", caching);
    if (target.variantId === "" && destination === location) return answer;
    return { ...answer, destination, details: { variant: target.variantId } };
  }
  const newcomer = named ? visitorCookie(seedOf(visit, tools.seal), visit.at, tools.cookies) : null;
  const session = visitor.consent === "denied" ? "" : (newcomer?.id ?? visitor.kept?.id ?? visit.dayHash);
  const id = newId("evt", visit.at);
  const vars = { ...places, ...utmVars(visit, view) };
  const isTold = route.mode === "BRIDGE" || route.appendContextParam;
  const ctx = isTold ? mintContext(visit, view, target, { id, session, vars }, tools) : "";
  if (route.appendContextParam) location = withContext(location, ctx);
  const answer =
    route.mode === "BRIDGE"
      ? { ...bridge(visit, view, location, ctx), kind: "click" as const }
      : redirect(route.redirectType, location, "click");
  const details = {
    id,
    variant: target.variantId,
    sessionId: isTold ? session : "",
    metadata: places === null ? "" : JSON.stringify({ places }),
  };
  const told = { ...answer, destination, details };
  return newcomer === null ? told : withCookie(told, newcomer.cookie);
}

const NOTHING = {};

/**
 * A context token: its holder can report conversions as that visitor, so none is ever recorded, neither this click's nor
 * one that the visitor came with. What the link itself has under that name is no token, and stays.
 */
const isToken = ({ name }: Param): boolean => name === "ctx";
const isNoToken = (param: Param): boolean => !isToken(param);

function locate({ places }: Visit, view: RouteView, target: Target, params: readonly Param[]): string {
  const location = forwardQuery(view, target, params);
  return view.route.hasPlaces ? fillPlaces(location, places ?? NOTHING) : location;
}

function mintContext(
  visit: Visit,
  view: RouteView,
  target: Target,
  { id, session, vars }: { id: string; session: string; vars: Record<string, string> },
  { contexts }: EdgeTools,
): string {
  return contexts.mint({
    handleId: visit.handleId,
    slug: visit.slug,
    clickId: id,
    clickedAt: visit.at,
    session,
    campaign: campaignOf(visit, view.campaign),
    variant: target.variantId,
    consent: visit.visitor.consent,
    vars,
  });
}

/** A token that came with the visit is of another click. */
function withContext(location: string, ctx: string): string {
  const url = new URL(location);
  removeParams(url, (name) => name === "ctx");
  addParam(url, `ctx=${ctx}`);
  return url.href;
}

const bridge = (
  { slug, visitor }: Visit,
  { template }: RouteView,
  destination: string,
  ctx: string,
): Answer => bridgePage({ destination, slug, ctx, template, consent: visitor.consent, isAsked: false });

/** The `utm_` parameters that are recorded of the visit, under the names that they have in a query. */
function utmVars({ params }: Visit, view: RouteView): Record<string, string> {
  const { utmSource, utmMedium, utmCampaign, utmTerm, utmContent } = utmOf(params, view);
  const all = {
    utm_source: utmSource,
    utm_medium: utmMedium,
    utm_campaign: utmCampaign,
    utm_term: utmTerm,
    utm_content: utmContent,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}
