import type { IncomingMessage, ServerResponse } from "node:http";
import type { Host } from "#kernel/route.ts";
import { handleOrigin } from "#platform/addresses.ts";
import { createVisitorSeal } from "#platform/context/visitor-seal.ts";
import { cookiesOver } from "#platform/http/cookies.ts";
import { createPreviewLabels } from "#platform/sites/preview-labels.ts";
import { BurstWindow } from "#platform/visits/burst-window.ts";
import { ClickBudgets } from "#platform/visits/click-budgets.ts";
import { DailySalts } from "#platform/visits/daily-salts.ts";
import { type Answer, redirect, type Sent, send } from "./answer.ts";
import { answerFunction, FUNCTION_PREFIX } from "./answer-function.ts";
import { type AskedPath, createPathAnswers, missing, placeOf } from "./answer-path.ts";
import { openContentOrigin } from "./content/open-content-origin.ts";
import { controlHostOf } from "./control-host.ts";
import { Directory } from "./directory.ts";
import type { Edge, EdgeDeps } from "./edge.ts";
import type { EdgeTools } from "./edge-tools.ts";
import { encodeBytes } from "./encode-bytes.ts";
import { type FailureLog, failureLog } from "./failure-log.ts";
import { ruleFor } from "./find-domain.ts";
import { hostLabelUnder, hostNameOf } from "./host-label.ts";
import { ADDRESS_TOO_LONG, BAD_ADDRESS, NOT_FOUND, UNAVAILABLE } from "./pages.ts";
import { parseTarget, TARGET_LENGTH_MAX, type Target } from "./parse-target.ts";
import { answerFront, FRONT_PATHS } from "./published/answer-front.ts";
import { PageShelf } from "./published/page-shelf.ts";
import { createServedHosts } from "./served-hosts.ts";
import { answerPreview, isPreviewLabel } from "./site/answer-preview.ts";
import { createSites } from "./site/create-sites.ts";

const HOST_LENGTH_MAX = 253;

/**
 * Sends visitors of handles where their links lead. It needs the database for what it does not remember, and the control
 * plane for nothing.
 */
export function createEdge(deps: EdgeDeps): Edge {
  const labelOf = hostLabelUnder(deps.addresses.sitesDomain);
  const isControl = controlHostOf(deps.addresses);
  const directory = new Directory(deps.db.read, deps.changes);
  const sites = createSites(deps, directory);
  const previews = createPreviewLabels(deps.visitorKeys);
  const tools = createTools(deps, directory);
  const salts = new DailySalts(deps);
  const bots = { lists: deps.botLists, bursts: new BurstWindow() };
  const answerPath = createPathAnswers({ ...deps, directory, tools, sites, salts, bots });
  const tell: Tell = { logFailure: failureLog(deps.log), answered: deps.answered ?? (() => {}) };
  const content = openContentOrigin(deps, { ...tools, ...tell, bots, salts });

  // What is remembered is there at once, and nothing waits for it: each wait costs every redirect.
  function answer(request: IncomingMessage): Sent | Promise<Sent> {
    const target = targetOf(request.url);
    if ("status" in target) return target;
    const label = labelOf(request.headers.host);
    if (label === undefined) return answerDomain(request, target);
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
    if (host.movedTo !== null) return moved(request, host, at, deps.addresses);
    return answerHandle({ request, handleId: host.handleId, label, domain: null, target, at });
  }

  /** A domain of somebody's, where it is proven and leads to a handle for this path. */
  function answerDomain(request: IncomingMessage, target: Target): Sent | Promise<Sent> {
    const domain = hostNameOf(request.headers.host);
    if (domain === undefined || domain.length > HOST_LENGTH_MAX) return missing(target);
    const found = directory.domain(domain);
    const answerBy = (rules: Awaited<typeof found>) => {
      const rule = rules === null ? undefined : ruleFor(rules, target.path);
      if (rule === undefined) return missing(target);
      const { handleId, label } = rule;
      return answerHandle({ request, handleId, label, domain, target, at: deps.clock.now().getTime() });
    };
    return found instanceof Promise ? found.then(answerBy) : answerBy(found);
  }

  function answerHandle(asked: AskedPath): Sent | Promise<Sent> {
    const { request, handleId, target } = asked;
    if (FRONT_PATHS.has(target.path)) return front(asked);
    if (target.written.startsWith(FUNCTION_PREFIX)) return answerFunction(request, deps, handleId, target);
    return answerPath(asked);
  }

  /** What the site has there, and otherwise what every handle has. */
  async function front(asked: AskedPath): Promise<Sent> {
    const { request, handleId, target, at } = asked;
    const shown = await (target.path === "/" ? sites.root(asked) : sites.path(asked));
    if (shown !== null) return shown;
    const place = placeOf(asked, deps.addresses);
    return answerFront(request, { read: deps.db.read, handleId, place, at, path: target.path }, tools);
  }

  return {
    ownsHost: (host) => labelOf(host) !== undefined || content.ownsHost(host) || !isControl(host),
    serves: createServedHosts({ ...deps, previews }),
    isUpload: content.isUpload,
    handle: (request, response) => {
      if (content.answers(request, response)) tellOfFile(response, tell);
      else void respond(request, response, answer, tell);
    },
    [Symbol.asyncDispose]: () => salts[Symbol.asyncDispose](),
  };
}

/** What is asked for, or the answer to what is no address. */
function targetOf(url: string | undefined): Target | Answer {
  if (url !== undefined && url.length > TARGET_LENGTH_MAX) return ADDRESS_TOO_LONG;
  return parseTarget(url) ?? BAD_ADDRESS;
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

type Tell = { readonly logFailure: FailureLog } & Required<Pick<EdgeDeps, "answered">>;

function tellOfFile(response: ServerResponse, { answered }: Tell): void {
  const begun = performance.now();
  response.once("close", () => answered("file", response.statusCode, begun));
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: IncomingMessage) => Sent | Promise<Sent>,
  { logFailure, answered }: Tell,
): Promise<void> {
  const begun = performance.now();
  let { status } = UNAVAILABLE;
  try {
    const sent = await answer(request);
    send(response, sent);
    status = sent.status;
  } catch (cause) {
    const requestId = logFailure(cause);
    if (response.headersSent) response.destroy();
    else send(response, unavailable(requestId));
  }
  answered("handle", status, begun);
}

/** With the id under which the log says why, where it says it. */
const unavailable = (requestId: string | undefined): Sent =>
  requestId === undefined
    ? UNAVAILABLE
    : { ...UNAVAILABLE, headers: [...UNAVAILABLE.headers, "X-Request-Id", requestId] };

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
