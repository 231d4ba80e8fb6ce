import type { IncomingMessage } from "node:http";
import type { CompiledPolicy } from "#platform/routing/compile-policy.ts";
import { linkStanding } from "#platform/routing/link-standing.ts";
import type { RouteView } from "#platform/routing/route-view.ts";
import type { BotRules } from "#platform/visits/bot-reason.ts";
import type { DailySalts } from "#platform/visits/daily-salts.ts";
import type { Sent } from "./answer.ts";
import { answerVisit } from "./answer-visit.ts";
import type { Directory } from "./directory.ts";
import type { EdgeDeps } from "./edge.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { NO_SUCH_FILE, NOT_FOUND } from "./pages.ts";
import type { Target } from "./parse-target.ts";
import { previewLink } from "./preview-link.ts";
import { type Asked as AskedLink, readPath } from "./read-path.ts";
import type { Sites } from "./site/create-sites.ts";
import { readVisit } from "./visit.ts";
import { visitEventOf } from "./visit-event-of.ts";

type Means = EdgeDeps & {
  readonly directory: Directory;
  readonly tools: EdgeTools;
  readonly sites: Sites;
  readonly salts: DailySalts;
  readonly bots: BotRules;
};

type Asked = {
  readonly request: IncomingMessage;
  readonly handleId: string;
  readonly target: Target;
  readonly at: number;
};

/** Asked for by programs everywhere: where a site has none, a page would only cost. */
const FILES_OF_SITES = new Set(["/robots.txt", "/favicon.ico"]);

/** What stands where neither a link nor a site has anything. */
export const missing = ({ path }: Target): Sent => (FILES_OF_SITES.has(path) ? NO_SUCH_FILE : NOT_FOUND);

/**
 * What a handle's host has at a path, in this order: a link of exactly that address, what its site has there, the site's own
 * page for what is missing. What is remembered is there at once, and nothing waits for it.
 */
export function createPathAnswers(means: Means): (asked: Asked) => Sent | Promise<Sent> {
  const { directory, sites } = means;
  const answerLink = createLinkAnswers(means);
  const answer = (asked: Asked, policy: CompiledPolicy): Sent | Promise<Sent> => {
    const link = readPath(asked.target, policy);
    if (link !== undefined) return answerLink(asked, link, policy);
    const sent = sites.anything(asked);
    return sent instanceof Promise
      ? sent.then((one) => one ?? missing(asked.target))
      : (sent ?? missing(asked.target));
  };
  return (asked) => {
    const policy = directory.policy(asked.handleId);
    return policy instanceof Promise ? policy.then((found) => answer(asked, found)) : answer(asked, policy);
  };
}

/** A path that can be a link's. Where there is none it may be the site's, and only what is neither's is an orphan. */
function createLinkAnswers({ directory, tools, sites, salts, bots, ...deps }: Means) {
  const means = { trustedProxies: deps.trustedProxies, cookies: tools.cookies, bots };
  return async (
    asked: Asked,
    { slug, places, isPreview }: AskedLink,
    policy: CompiledPolicy,
  ): Promise<Sent> => {
    const { request, handleId, target, at } = asked;
    const viewed = directory.view(handleId, slug, policy);
    const view = viewed instanceof Promise ? await viewed : viewed;
    const isNoLink = isAbsent(view, at);
    const shown = isNoLink && !isPreview ? await sites.path(asked) : null;
    if (shown !== null) return shown;
    const today = salts.at(at);
    const salt = typeof today === "string" ? today : await today;
    const place = { at, handleId, slug, query: target.query, places };
    const visit = readVisit(request, place, { ...means, salt });
    if (isPreview) return previewLink(visit, view, tools);
    const answered = answerVisit(visit, view, tools);
    const given = answered instanceof Promise ? await answered : answered;
    if (given.kind !== null) {
      await deps.events.append(visitEventOf(visit, given.kind, given, view, deps.country));
    }
    return isNoLink ? ((await sites.missing(asked)) ?? given) : given;
  };
}

/** A link that begins later is none yet. */
const isAbsent = (view: RouteView | null, at: number): boolean =>
  view === null || linkStanding(view.route, at) === "early";
