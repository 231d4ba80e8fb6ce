import type { IncomingMessage } from "node:http";
import { type Addresses, domainOrigin, handleOrigin } from "#platform/addresses.ts";
import type { CompiledPolicy } from "#platform/routing/compile-policy.ts";
import { linkStanding } from "#platform/routing/link-standing.ts";
import type { RouteView } from "#platform/routing/route-view.ts";
import type { BotRules } from "#platform/visits/bot-reason.ts";
import type { DailySalts } from "#platform/visits/daily-salts.ts";
import type { Sent } from "./answer.ts";
import { answerVisit } from "./answer-visit.ts";
import type { Directory } from "./directory.ts";
import type { EdgeDeps, HandlePlace } from "./edge.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { NO_SUCH_FILE, NOT_FOUND } from "./pages.ts";
import type { Target } from "./parse-target.ts";
import { previewLink } from "./preview-link.ts";
import { answerPlace } from "./published/answer-place.ts";
import { type Asked as AskedLink, isLinkSlug, readPagePath, readPath } from "./read-path.ts";
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

/** One request for a path of a handle's host, or of a domain that leads to it. */
export type AskedPath = {
  readonly request: IncomingMessage;
  readonly handleId: string;
  /** The handle's name. */
  readonly label: string;
  /** The account's domain that was asked for; `null`: the handle's own host. */
  readonly domain: string | null;
  readonly target: Target;
  readonly at: number;
};

/** Where that is, for what names its own address. */
export const placeOf = ({ label, domain }: AskedPath, addresses: Addresses): HandlePlace => ({
  handle: label,
  origin: domain === null ? handleOrigin(addresses, label) : domainOrigin(addresses, domain),
});

/** Asked for by programs everywhere: where a site has none, a page would only cost. */
const FILES_OF_SITES = new Set(["/robots.txt", "/favicon.ico"]);

/** What stands where neither a link nor a site has anything. */
export const missing = ({ path }: Target): Sent => (FILES_OF_SITES.has(path) ? NO_SUCH_FILE : NOT_FOUND);

/**
 * What a handle's host has at a path, in this order: a link of exactly that address, a page, what its site has there, the
 * site's own page for what is missing. What is remembered is there at once, and nothing waits for it.
 */
export function createPathAnswers(means: Means): (asked: AskedPath) => Sent | Promise<Sent> {
  const { directory, sites } = means;
  const answerNamed = createNamedAnswers(means);
  const answer = (asked: AskedPath, policy: CompiledPolicy): Sent | Promise<Sent> => {
    const named = readPath(asked.target, policy) ?? readPagePath(asked.target);
    if (named !== undefined) return answerNamed(asked, named, policy);
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

/** A path that can be a link's or a page's. Where there is neither it may be the site's, and only what is nobody's is an orphan. */
function createNamedAnswers({ directory, tools, sites, salts, bots, ...deps }: Means) {
  const means = { trustedProxies: deps.trustedProxies, cookies: tools.cookies, bots };

  async function visitOf({ request, handleId, target, at }: AskedPath, { slug, places }: AskedLink) {
    const today = salts.at(at);
    const salt = typeof today === "string" ? today : await today;
    return readVisit(request, { at, handleId, slug, query: target.query, places }, { ...means, salt });
  }

  /** What cannot be a link's is no orphan either. */
  async function siteOf(asked: AskedPath, slug: string): Promise<Sent | null> {
    const shown = await sites.path(asked);
    if (shown !== null || isLinkSlug(slug)) return shown;
    return (await sites.missing(asked)) ?? missing(asked.target);
  }

  return async (asked: AskedPath, named: AskedLink, policy: CompiledPolicy): Promise<Sent> => {
    const { request, handleId, at, target } = asked;
    const { slug, isPreview } = named;
    const viewed = directory.view(handleId, slug, policy);
    const view = viewed instanceof Promise ? await viewed : viewed;
    const isFree = !isPreview && isAbsent(view, at);
    const mayBePage =
      isFree && (PREVIEW.test(target.query) || (await directory.page(handleId, slug)) !== null);
    if (isFree && !mayBePage) {
      const shown = await siteOf(asked, slug);
      if (shown !== null) return shown;
    }
    const visit = await visitOf(asked, named);
    if (isPreview) return previewLink(visit, view, tools);
    if (mayBePage) {
      const shown =
        (await answerPlace(request, visit, placeOf(asked, tools.addresses), tools, deps.events)) ??
        (await siteOf(asked, slug));
      if (shown !== null) return shown;
    }
    const answered = answerVisit(visit, view, tools);
    const given = answered instanceof Promise ? await answered : answered;
    if (given.kind !== null) {
      await deps.events.append(visitEventOf(visit, given.kind, given, view, deps.country));
    }
    return isFree ? ((await sites.missing(asked)) ?? given) : given;
  };
}

/** A preview of a page, perhaps: of one that nobody may see yet. */
const PREVIEW = /(?:^|&)preview=/;

/** A link that begins later is none yet. */
const isAbsent = (view: RouteView | null, at: number): boolean =>
  view === null || linkStanding(view.route, at) === "early";
