import type { ClickBudgets, Limited } from "#platform/visits/click-budgets.ts";
import { type Answer, recordedAs, redirect } from "./answer.ts";
import type { CompiledRoute } from "./compile-route.ts";
import { forwardQuery } from "./forward-query.ts";
import { linkStanding } from "./link-standing.ts";
import { EXPIRED, methodNotAllowed, NOT_FOUND, previewPage } from "./pages.ts";
import type { Visit } from "./visit.ts";

const READING = ["GET", "HEAD"];
/** What a 307 repeats at the destination as it came. */
const REPEATABLE = [...READING, "POST", "PUT", "PATCH", "DELETE"];
const ONLY_READING = methodNotAllowed(READING);
const ONLY_REPEATABLE = methodNotAllowed(REPEATABLE);

/** A visit that found no live link: a status of 404 says there was none, any other that it is over. */
const NOWHERE = "orphan";
const ORPHAN = recordedAs(NOWHERE, NOT_FOUND);
const OVER = recordedAs(NOWHERE, EXPIRED);

/**
 * What a visitor of this slug is answered. A link with `maxClicks` redirects only once the click is spent on disk, and
 * spends it on persons alone; others see what a person would.
 */
export function answerVisit(
  visit: Visit,
  link: CompiledRoute | null,
  budgets: ClickBudgets,
): Answer | Promise<Answer> {
  if (link === null) return ORPHAN;
  const { route } = link;
  const standing = linkStanding(route, visit.at);
  if (standing === "early") return ORPHAN;
  const isKept = route.redirectType === 307;
  if (!(isKept ? REPEATABLE : READING).includes(visit.method)) return isKept ? ONLY_REPEATABLE : ONLY_READING;
  if (standing === "over") return expired(link);
  if (route.maxClicks !== null) return answerLimited(visit, link, route.maxClicks, budgets);
  return toDestination(visit, link);
}

async function answerLimited(
  visit: Visit,
  link: CompiledRoute,
  maxClicks: number,
  budgets: ClickBudgets,
): Promise<Answer> {
  const { handleId, slug, bot } = visit;
  const isGiven = await isLeft(budgets, { handleId, slug, maxClicks }, bot === "");
  return isGiven ? toDestination(visit, link) : expired(link);
}

const toDestination = ({ params }: Visit, link: CompiledRoute): Answer =>
  redirect(link.route.redirectType, forwardQuery(link, params), "click");

/** Where the link leads, to look at; not recorded, and nothing is spent. */
export async function previewLink(
  visit: Visit,
  link: CompiledRoute | null,
  budgets: ClickBudgets,
): Promise<Answer> {
  if (link === null) return NOT_FOUND;
  const standing = linkStanding(link.route, visit.at);
  if (standing === "early") return NOT_FOUND;
  if (!READING.includes(visit.method)) return ONLY_READING;
  if (standing === "over") return EXPIRED;
  const { handleId, slug } = visit;
  const { maxClicks } = link.route;
  if (maxClicks !== null && (await budgets.isUsedUp({ handleId, slug, maxClicks }))) return EXPIRED;
  return previewPage(slug, link);
}

async function isLeft(budgets: ClickBudgets, limited: Limited, isCounted: boolean): Promise<boolean> {
  if (await budgets.isUsedUp(limited)) return false;
  return isCounted ? budgets.spend(limited) : true;
}

const expired = ({ expiredLocation }: CompiledRoute): Answer =>
  expiredLocation === null ? OVER : redirect(302, expiredLocation, NOWHERE);
