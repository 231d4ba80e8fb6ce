import { isBlocked } from "#platform/routing/compile-policy.ts";
import { linkStanding } from "#platform/routing/link-standing.ts";
import { chooseRule, type RouteView, targetOf } from "#platform/routing/route-view.ts";
import type { Target } from "#platform/routing/target.ts";
import type { Limited } from "#platform/visits/click-budgets.ts";
import { type Answer, recordedAs, redirect } from "./answer.ts";
import { answerLocked } from "./answer-locked.ts";
import { BLOCKED } from "./bridge/blocked-page.ts";
import { socialPage } from "./bridge/social-page.ts";
import { askConsent, asksConsent, decideConsent } from "./consent.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { forward } from "./forward.ts";
import { EXPIRED, methodNotAllowed, NOT_FOUND } from "./pages.ts";
import type { Visit } from "./visit.ts";
import { VisitFacts } from "./visit-facts.ts";
import { returnSegment } from "./visitor.ts";

type Answered = Answer | Promise<Answer>;

const READING = ["GET", "HEAD"];
/** Where a page has a form of ours. */
const READING_AND_FORMS = [...READING, "POST"];
/** What a 307 repeats at the destination as it came. */
const REPEATABLE = [...READING_AND_FORMS, "PUT", "PATCH", "DELETE"];
const ONLY_READING = methodNotAllowed(READING);
const ONLY_READING_AND_FORMS = methodNotAllowed(READING_AND_FORMS);
const ONLY_REPEATABLE = methodNotAllowed(REPEATABLE);

/** A visit that found no live link: a status of 404 says there was none, any other that it is over. */
const NOWHERE = "orphan";
const ORPHAN = recordedAs(NOWHERE, NOT_FOUND);
const OVER = recordedAs(NOWHERE, EXPIRED);
const SWITCHED_OFF = recordedAs(NOWHERE, BLOCKED);

/**
 * What a visitor of this slug is answered. A link with `maxClicks` forwards only once the click is spent on disk, and
 * spends it on persons alone; others see what a person would.
 */
export function answerVisit(visit: Visit, view: RouteView | null, tools: EdgeTools): Answered {
  if (view === null) return ORPHAN;
  const { route } = view;
  const standing = linkStanding(route, visit.at);
  if (standing === "early") return ORPHAN;
  const refusal = refusedMethod(visit.method, view);
  if (refusal !== null) return refusal;
  if (standing === "over") return expired(view, tools);
  if (visit.bot === "preview" && route.social !== null) return social(visit, view, tools);
  if (route.passwordHash !== null) {
    return answerLocked(visit, route.passwordHash, tools, () => answerOpen(visit, view, tools));
  }
  return answerOpen(visit, view, tools);
}

function refusedMethod(method: string, { route }: RouteView): Answer | null {
  if (route.passwordHash !== null || route.mode === "BRIDGE") {
    return READING_AND_FORMS.includes(method) ? null : ONLY_READING_AND_FORMS;
  }
  if (route.redirectType === 307) return REPEATABLE.includes(method) ? null : ONLY_REPEATABLE;
  return READING.includes(method) ? null : ONLY_READING;
}

/** What is known of the visitor is asked for only where a rule asks, and before anything is decided. */
function answerOpen(visit: Visit, view: RouteView, tools: EdgeTools): Answered {
  if (view.linkRules.length === 0 && view.handleRules.length === 0) {
    return answerTarget(visit, view, view.standard, tools);
  }
  if (!view.asksSegments) return answerChosen(visit, view, NONE, tools);
  const { visitor, handleId, at, dayHash } = visit;
  const held = tools.directory.segments(handleId, visitor.kept?.id ?? dayHash);
  const choose = (stored: readonly string[]) => {
    const segments = [...stored, returnSegment(visitor, at)];
    const answered = answerChosen(visit, view, segments, tools);
    return visitor.consent === "denied" ? answered : recordedWith(segments, answered);
  };
  return held instanceof Promise ? held.then(choose) : choose(held);
}

const recordedWith = (segments: readonly string[], answered: Answered): Answered =>
  answered instanceof Promise
    ? answered.then((answer) => withSegments(segments, answer))
    : withSegments(segments, answered);

const withSegments = (segments: readonly string[], answer: Answer): Answer => ({
  ...answer,
  details: { ...answer.details, segments },
});

const NONE: readonly string[] = [];

const answerChosen = (
  visit: Visit,
  view: RouteView,
  segments: readonly string[],
  tools: EdgeTools,
): Answered =>
  answerTarget(
    visit,
    view,
    targetOf(view, chooseRule(view, new VisitFacts(visit, view, segments, tools))),
    tools,
  );

function answerTarget(visit: Visit, view: RouteView, target: Target, tools: EdgeTools): Answered {
  if (isSwitchedOff(view, target, tools)) return SWITCHED_OFF;
  if (view.route.mode === "BRIDGE") {
    if (visit.form !== null) return answerDecision(visit, view, target, tools);
    if (asksConsent(visit, view)) return askConsent(visit, view, target);
  }
  return spend(visit, view, tools, () => forward(visit, view, target, tools));
}

/** The visitor has said whether to be measured; from here on it is the visit that it would have been. */
async function answerDecision(
  visit: Visit,
  view: RouteView,
  target: Target,
  tools: EdgeTools,
): Promise<Answer> {
  const decision = await decideConsent(visit, tools.cookies);
  if (decision === undefined) return askConsent(visit, view, target);
  return spend(decision.visit, view, tools, () =>
    decision.remember(forward(decision.visit, view, target, tools)),
  );
}

function spend(visit: Visit, view: RouteView, tools: EdgeTools, go: () => Answer): Answered {
  const { maxClicks } = view.route;
  if (maxClicks === null) return go();
  const { handleId, slug, bot } = visit;
  return isLeft(tools, { handleId, slug, maxClicks }, bot === "").then((isGiven) =>
    isGiven ? go() : expired(view, tools),
  );
}

async function isLeft({ budgets }: EdgeTools, limited: Limited, isCounted: boolean): Promise<boolean> {
  if (await budgets.isUsedUp(limited)) return false;
  return isCounted ? budgets.spend(limited) : true;
}

/** Whether the handle or the operator has blocked where this leads. */
export const isSwitchedOff = ({ policy }: RouteView, { host }: Target, { denyList }: EdgeTools): boolean =>
  isBlocked(policy, host) || denyList.isDenied(host);

function expired(view: RouteView, tools: EdgeTools): Answer {
  const { expired: target } = view;
  if (target === null) return OVER;
  return isSwitchedOff(view, target, tools) ? SWITCHED_OFF : redirect(302, target.location, NOWHERE);
}

function social({ slug }: Visit, view: RouteView, tools: EdgeTools): Answer {
  const { route, standard } = view;
  if (route.social === null || isSwitchedOff(view, standard, tools)) return SWITCHED_OFF;
  // Of a locked link no more is told than its owner wrote for everyone.
  const destination = route.passwordHash === null ? standard.location : null;
  const page = socialPage({ social: route.social, title: route.title, destination, slug });
  return recordedAs("impression", page);
}
