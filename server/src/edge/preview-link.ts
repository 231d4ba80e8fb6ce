import { linkStanding } from "#platform/routing/link-standing.ts";
import type { RouteView } from "#platform/routing/route-view.ts";
import type { Answer } from "./answer.ts";
import { isSwitchedOff } from "./answer-visit.ts";
import { BLOCKED } from "./bridge/blocked-page.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { EXPIRED, methodNotAllowed, NOT_FOUND, previewPage } from "./pages.ts";
import type { Visit } from "./visit.ts";

const READING = ["GET", "HEAD"];
const ONLY_READING = methodNotAllowed(READING);

/** Where the link leads, to look at; not recorded, and nothing is spent. */
export async function previewLink(visit: Visit, view: RouteView | null, tools: EdgeTools): Promise<Answer> {
  if (view === null) return NOT_FOUND;
  const standing = linkStanding(view.route, visit.at);
  if (standing === "early") return NOT_FOUND;
  if (!READING.includes(visit.method)) return ONLY_READING;
  if (standing === "over") return EXPIRED;
  const { handleId, slug } = visit;
  const { maxClicks } = view.route;
  if (maxClicks !== null && (await tools.budgets.isUsedUp({ handleId, slug, maxClicks }))) return EXPIRED;
  return isSwitchedOff(view, view.standard, tools) ? BLOCKED : previewPage(slug, view);
}
