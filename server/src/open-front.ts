import { getRequestListener } from "@hono/node-server";
import { buildControlApi } from "#control.ts";
import { createEdge } from "#edge/create-edge.ts";
import { isSiteUpload } from "#features/deployments/index.ts";
import { createEdgeFiles } from "#features/files/index.ts";
import { createEdgeFunctions } from "#features/functions/index.ts";
import { createEdgePages } from "#features/payments/index.ts";
import type { TokenWatch } from "#features/tokens/index.ts";
import { createOidcVerifier } from "#features/users/index.ts";
import { healthChecks } from "#health-checks.ts";
import type { Metrics, Watched } from "#metrics.ts";
import type { Config } from "#platform/config/config.ts";
import type { Secrets } from "#platform/config/secrets.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressList, clientAddress } from "#platform/http/client-address.ts";
import { listen } from "#platform/http/listen.ts";
import type { AddressOf } from "#platform/http/mount-operations.ts";
import { watchRequests } from "#platform/observing/watch-requests.ts";
import { watchVisits } from "#platform/observing/watch-visits.ts";
import type { BotLists } from "#platform/visits/bot-lists.ts";
import { readStatus } from "#status.ts";

type Parts = Omit<Watched, "dataDir"> & {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly tokenWatch: TokenWatch;
  readonly metrics: Metrics;
  readonly botLists: BotLists;
};

/** Listens for visitors and for the API; disposing lets what has begun be answered. */
export async function openFront(parts: Parts): Promise<AsyncDisposable & { readonly port: number }> {
  await using opened = new AsyncDisposableStack();
  const { config, secrets, deps, tokenWatch, metrics, capture, warehouse, webhooks, botLists } = parts;
  const { tracing, log, liveEvents } = deps;
  const trusted = addressList(config.trustedProxies);
  const edge = opened.use(
    createEdge({
      ...{ ...deps, ...secrets, ...edgePorts(deps), events: capture, botLists, trustedProxies: trusted },
      answered: watchVisits(metrics.countVisit, tracing),
    }),
  );
  const health = healthChecks(deps.db, warehouse, capture, webhooks);
  const api = buildControlApi(deps, {
    addressOf: addressBehind(trusted),
    tokenWatch,
    servesHost: edge.serves,
    ...(config.oidc && { oidc: createOidcVerifier(config.oidc) }),
    health,
    status: () => readStatus({ ...parts, health, jobs: metrics.jobs }),
    watch: watchRequests({ count: metrics.countRequest, tracing, log }),
    registry: metrics.registry,
    metricsToken: config.metricsToken,
  });
  const answerApi = getRequestListener(api.fetch);
  const listening = await listen(
    (request, response) => {
      if (edge.ownsHost(request.headers.host)) edge.handle(request, response);
      else void answerApi(request, response);
    },
    config.port,
    config.host,
    { isLong: (request) => edge.isUpload(request) || isSiteUpload(request) },
  );
  opened.defer(() => listening.close());
  opened.use(liveEvents); // Ended first, or closing would wait for streams that have no end.
  const everything = opened.move();
  return { port: listening.port, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

/** What the edge asks features for, though it knows none. */
const edgePorts = (deps: ControlDeps) => ({
  functions: createEdgeFunctions(deps),
  files: createEdgeFiles(deps),
  visitors: createEdgePages(deps),
});

const addressBehind =
  (trusted: ReturnType<typeof addressList>): AddressOf =>
  (c) => {
    const socket = c.env.incoming?.socket.remoteAddress ?? "";
    return clientAddress(socket, c.req.header("x-forwarded-for"), trusted);
  };
