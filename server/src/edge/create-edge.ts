import type { IncomingMessage, ServerResponse } from "node:http";
import type { Host } from "#kernel/route.ts";
import { handleOrigin } from "#platform/addresses.ts";
import { createVisitorSeal } from "#platform/context/visitor-seal.ts";
import { linkStanding } from "#platform/routing/link-standing.ts";
import type { RouteView } from "#platform/routing/route-view.ts";
import { createPreviewLabels } from "#platform/sites/preview-labels.ts";
import { BurstWindow } from "#platform/visits/burst-window.ts";
import { ClickBudgets } from "#platform/visits/click-budgets.ts";
import { DailySalts } from "#platform/visits/daily-salts.ts";
import { type Answer, redirect, type Sent, send } from "./answer.ts";
import { answerFunction, FUNCTION_PREFIX } from "./answer-function.ts";
import { answerVisit } from "./answer-visit.ts";
import { openContentOrigin } from "./content/open-content-origin.ts";
import { cookiesOver } from "./cookies.ts";
import { Directory } from "./directory.ts";
import type { Edge, EdgeDeps } from "./edge.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { encodeBytes } from "./encode-bytes.ts";
import { failureLog } from "./failure-log.ts";
import { hostLabelUnder } from "./host-label.ts";
import { ADDRESS_TOO_LONG, BAD_ADDRESS, NO_SUCH_FILE, NOT_FOUND, UNAVAILABLE } from "./pages.ts";
import { parseTarget, TARGET_LENGTH_MAX, type Target } from "./parse-target.ts";
import { previewLink } from "./preview-link.ts";
import { readPath } from "./read-path.ts";
import { answerPreview, isPreviewLabel } from "./site/answer-preview.ts";
import { createSites } from "./site/create-sites.ts";
import { readVisit } from "./visit.ts";
import { visitEventOf } from "./visit-event-of.ts";

/** Asked for by programs everywhere: where a site has none, a page would only cost. */
const FILES_OF_SITES = new Set(["/robots.txt", "/favicon.ico"]);

/**
 * Sends visitors of handles where their links lead. It needs the database for what it does not remember, and the control
 * plane for nothing.
 */
export function createEdge(deps: EdgeDeps): Edge {
  const labelOf = hostLabelUnder(deps.addresses.sitesDomain);
  const directory = new Directory(deps.db.read, deps.changes);
  const sites = createSites(deps, directory);
  const previews = createPreviewLabels(deps.visitorKeys);
  const tools = createTools(deps, directory);
  const salts = new DailySalts(deps);
  const bots = { lists: deps.botLists, bursts: new BurstWindow() };
  const logFailure = failureLog(deps.log);
  const content = openContentOrigin(deps, { ...tools, bots, salts, logFailure });

  // What is remembered is there at once, and nothing waits for it: each wait costs every redirect.
  function answer(request: IncomingMessage): Sent | Promise<Sent> {
    const target = targetOf(request.url);
    if ("status" in target) return target;
    const label = labelOf(request.headers.host);
    if (label === undefined) return missing(target);
    const host = directory.host(label);
    if (!(host instanceof Promise)) return answerHost(request, label, host, target);
    return host.then((found) => answerHost(request, label, found, target));
  }

  function answerHost(
    request: IncomingMessage,
    label: string,
    host: Host | null,
    target: Target,
  ): Sent | Promise<Sent> {
    const at = deps.clock.now().getTime();
    if (host === null) {
      if (!isPreviewLabel(label)) return missing(target);
      return answerPreview({ request, label, target, at }, previews, sites, directory);
    }
    if (host.movedTo !== null) {
      if (host.until !== null && at >= host.until) return NOT_FOUND;
      return moved(request, handleOrigin(deps.addresses, host.movedTo));
    }
    if (target.path === "/") return sites.root({ request, handleId: host.handleId, target }, label);
    if (target.written.startsWith(FUNCTION_PREFIX))
      return answerFunction(request, deps, host.handleId, target);
    return answerSlug(request, host.handleId, target, at);
  }

  async function answerSlug(request: IncomingMessage, handleId: string, target: Target, at: number) {
    const found = directory.policy(handleId);
    const policy = found instanceof Promise ? await found : found;
    const asked = readPath(target, policy);
    // This is the order: a link of exactly this address, and only then what the site has there.
    const site = { request, handleId, target };
    if (asked === undefined) return (await sites.anything(site)) ?? missing(target);
    const { slug, places, isPreview } = asked;
    const viewed = directory.view(handleId, slug, policy);
    const view = viewed instanceof Promise ? await viewed : viewed;
    const isNoLink = isAbsent(view, at);
    const shown = isNoLink && !isPreview ? await sites.path(site) : null;
    if (shown !== null) return shown;
    const today = salts.at(at);
    const salt = typeof today === "string" ? today : await today;
    const visit = readVisit(
      request,
      { at, handleId, slug, query: target.query, places },
      { trustedProxies: deps.trustedProxies, cookies: tools.cookies, bots, salt },
    );
    if (isPreview) return previewLink(visit, view, tools);
    const answered = answerVisit(visit, view, tools);
    const given = answered instanceof Promise ? await answered : answered;
    if (given.kind !== null) {
      await deps.events.append(visitEventOf(visit, given.kind, given, view, deps.country));
    }
    return isNoLink ? ((await sites.missing(site)) ?? given) : given;
  }

  return {
    ownsHost: (host) => labelOf(host) !== undefined || content.ownsHost(host),
    isUpload: content.isUpload,
    handle: (request, response) => {
      if (!content.answers(request, response)) void respond(response, () => answer(request), logFailure);
    },
    [Symbol.asyncDispose]: () => salts[Symbol.asyncDispose](),
  };
}

/** A link that begins later is none yet. */
const isAbsent = (view: RouteView | null, at: number): boolean =>
  view === null || linkStanding(view.route, at) === "early";

function targetOf(url: string | undefined): Target | Answer {
  if (url !== undefined && url.length > TARGET_LENGTH_MAX) return ADDRESS_TOO_LONG;
  return parseTarget(url) ?? BAD_ADDRESS;
}

const missing = ({ path }: Target): Sent => (FILES_OF_SITES.has(path) ? NO_SUCH_FILE : NOT_FOUND);

const createTools = (deps: EdgeDeps, directory: Directory): EdgeTools => ({
  ...deps,
  directory,
  budgets: new ClickBudgets(deps.db),
  seal: createVisitorSeal(deps.visitorKeys),
  cookies: cookiesOver(deps.addresses.scheme),
});

async function respond(
  response: ServerResponse,
  answer: () => Sent | Promise<Sent>,
  logFailure: (cause: unknown) => void,
): Promise<void> {
  try {
    send(response, await answer());
  } catch (cause) {
    logFailure(cause);
    if (response.headersSent) response.destroy();
    else send(response, UNAVAILABLE);
  }
}

/** To the same place under the handle's new name; other methods than reading are repeated there. */
function moved({ url = "/", method }: IncomingMessage, origin: string): Answer {
  const to = URL.parse(origin + encodeBytes(url));
  if (to === null) return BAD_ADDRESS;
  return redirect(method === "GET" || method === "HEAD" ? 302 : 307, to.href, null);
}
