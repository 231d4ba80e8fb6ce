import type { IncomingMessage, ServerResponse } from "node:http";
import type { Host } from "#kernel/route.ts";
import { handleOrigin } from "#platform/addresses.ts";
import { createVisitorSeal } from "#platform/context/visitor-seal.ts";
import { cookiesOver } from "#platform/http/cookies.ts";
import { BurstWindow } from "#platform/visits/burst-window.ts";
import { ClickBudgets } from "#platform/visits/click-budgets.ts";
import { DailySalts } from "#platform/visits/daily-salts.ts";
import { type Answer, redirect, type Sent, send } from "./answer.ts";
import { answerFunction, FUNCTION_PREFIX } from "./answer-function.ts";
import { answerVisit } from "./answer-visit.ts";
import { openContentOrigin } from "./content/open-content-origin.ts";
import { Directory } from "./directory.ts";
import type { Edge, EdgeDeps } from "./edge.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { encodeBytes } from "./encode-bytes.ts";
import { failureLog } from "./failure-log.ts";
import { hostLabelUnder } from "./host-label.ts";
import { ADDRESS_TOO_LONG, BAD_ADDRESS, NO_SUCH_FILE, NOT_FOUND, UNAVAILABLE } from "./pages.ts";
import { parseTarget, TARGET_LENGTH_MAX, type Target } from "./parse-target.ts";
import { previewLink } from "./preview-link.ts";
import { answerFront, FRONT_PATHS } from "./published/answer-front.ts";
import { answerPlace } from "./published/answer-place.ts";
import { PageShelf } from "./published/page-shelf.ts";
import { readPagePath, readPath } from "./read-path.ts";
import { readVisit } from "./visit.ts";
import { visitEventOf } from "./visit-event-of.ts";

type Place = { readonly handleId: string; readonly label: string };

const FILES_NOBODY_HAS = new Set(["/robots.txt", "/favicon.ico"]);

/**
 * Sends visitors of handles where their links lead. It needs the database for what it does not remember, and the control
 * plane for nothing.
 */
export function createEdge(deps: EdgeDeps): Edge {
  const labelOf = hostLabelUnder(deps.addresses.sitesDomain);
  const directory = new Directory(deps.db.read, deps.changes);
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
    if (label === undefined) return NOT_FOUND;
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
    if (host === null) return NOT_FOUND;
    const at = deps.clock.now().getTime();
    if (host.movedTo !== null) return moved(request, host, at, deps.addresses);
    const { handleId } = host;
    if (FRONT_PATHS.has(target.path)) {
      return answerFront(request, { read: deps.db.read, handleId, label, at, path: target.path }, tools);
    }
    if (target.written.startsWith(FUNCTION_PREFIX)) return answerFunction(request, deps, handleId, target);
    return answerSlug(request, { handleId, label }, target, at);
  }

  async function answerSlug(
    request: IncomingMessage,
    { handleId, label }: Place,
    target: Target,
    at: number,
  ) {
    const found = directory.policy(handleId);
    const policy = found instanceof Promise ? await found : found;
    const asked = readPath(target, policy) ?? readPagePath(target);
    if (asked === undefined) return NOT_FOUND;
    const { slug, places, isPreview } = asked;
    const today = salts.at(at);
    const salt = typeof today === "string" ? today : await today;
    const visit = readVisit(
      request,
      { at, handleId, slug, query: target.query, places },
      { trustedProxies: deps.trustedProxies, cookies: tools.cookies, bots, salt },
    );
    const viewed = directory.view(handleId, slug, policy);
    const view = viewed instanceof Promise ? await viewed : viewed;
    if (isPreview) return previewLink(visit, view, tools);
    const shown = view === null ? await answerPlace(request, visit, label, tools, deps.events) : undefined;
    if (shown !== undefined) return shown;
    const answered = answerVisit(visit, view, tools);
    const given = answered instanceof Promise ? await answered : answered;
    if (given.kind !== null) {
      await deps.events.append(visitEventOf(visit, given.kind, given, view, deps.country));
    }
    return given;
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

const createTools = (deps: EdgeDeps, directory: Directory): EdgeTools => ({
  ...deps,
  directory,
  shelf: new PageShelf(deps.db.read),
  visitors: deps.visitors,
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

/** To the same place under the handle's new name, while it leads there; other methods than reading are repeated there. */
function moved(
  { url = "/", method }: IncomingMessage,
  host: Host,
  at: number,
  addresses: EdgeDeps["addresses"],
): Answer {
  if (host.movedTo === null || (host.until !== null && at >= host.until)) return NOT_FOUND;
  const to = URL.parse(handleOrigin(addresses, host.movedTo) + encodeBytes(url));
  if (to === null) return BAD_ADDRESS;
  return redirect(method === "GET" || method === "HEAD" ? 302 : 307, to.href, null);
}

/** What is asked for, or the answer to what is no address. */
function targetOf(url: string | undefined): Target | Answer {
  if ((url?.length ?? 0) > TARGET_LENGTH_MAX) return ADDRESS_TOO_LONG;
  const target = parseTarget(url) ?? BAD_ADDRESS;
  return "path" in target && FILES_NOBODY_HAS.has(target.path) ? NO_SUCH_FILE : target;
}
