import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { buildControlApi, createControlDeps } from "#control.ts";
import { createEdge } from "#edge/create-edge.ts";
import { isSiteUpload } from "#features/deployments/index.ts";
import { createEdgeFiles } from "#features/files/index.ts";
import { createEdgeFunctions } from "#features/functions/index.ts";
import { createEdgePages } from "#features/payments/index.ts";
import { createTokenWatch } from "#features/tokens/index.ts";
import { createOidcVerifier, hasAnyUser } from "#features/users/index.ts";
import type { Webhooks } from "#features/webhooks/index.ts";
import { systemClock } from "#kernel/clock.ts";
import { createMetrics } from "#metrics.ts";
import { openBlobs } from "#platform/blobs/open-blobs.ts";
import { openPartialUploads } from "#platform/blobs/partial-uploads.ts";
import { openChangeFeed } from "#platform/change-feed/open-change-feed.ts";
import type { Config } from "#platform/config/config.ts";
import type { Secrets } from "#platform/config/secrets.ts";
import { makeDataDir } from "#platform/config/unfinished-restore.ts";
import { createContextTokens } from "#platform/context/context-tokens.ts";
import { createVisitorSeal } from "#platform/context/visitor-seal.ts";
import type { Database } from "#platform/database/database.ts";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { createEndpointRules } from "#platform/delivery/endpoint-rules.ts";
import { openDenyList } from "#platform/deny-list/open-deny-list.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { createTxtResolver } from "#platform/dns/txt-resolver.ts";
import type { HealthCheck } from "#platform/documents/health.ts";
import { type Capture, createCapture } from "#platform/event-log/create-capture.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { addressList, clientAddress } from "#platform/http/client-address.ts";
import { listen } from "#platform/http/listen.ts";
import type { AddressOf } from "#platform/http/mount-operations.ts";
import { giveBackMemory } from "#platform/jobs/give-back-memory.ts";
import { createLimits, noLimits } from "#platform/limits/limits.ts";
import { LiveEvents } from "#platform/live-events/live-events.ts";
import { openMailer } from "#platform/mail/open-mailer.ts";
import { createOutbound } from "#platform/outbound/create-outbound.ts";
import { createResolveName } from "#platform/outbound/resolve-name.ts";
import { createPasswordHasher } from "#platform/password-hasher.ts";
import type { PaymentProvider } from "#platform/payments/payment-provider.ts";
import { createPlans } from "#platform/plans/create-plans.ts";
import { createSandbox } from "#platform/sandbox/create-sandbox.ts";
import { clamd } from "#platform/scan/clamd.ts";
import { createSeal } from "#platform/seal/create-seal.ts";
import { createPreviewLabels } from "#platform/sites/preview-labels.ts";
import { openBotLists } from "#platform/visits/open-bot-lists.ts";
import { openCountries } from "#platform/visits/open-countries.ts";
import { openWarehouse } from "#warehouse/open-warehouse.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";
import { askThrough, removeThrough, startWorker, streamThrough } from "#worker.ts";

export type Running = AsyncDisposable & {
  readonly port: number;
  /** Nobody has an account yet. */
  readonly isEmpty: boolean;
};

type Options = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly log: Logger;
  /** Called when the disk has failed and nothing more can be promised. */
  readonly onFatal: (error: Error) => void;
};

/** Opens everything, from the disk up, and listens last; disposing closes it in the opposite order. */
export async function start({ config, secrets, log, onFatal }: Options): Promise<Running> {
  await using opened = new AsyncDisposableStack();
  const { dataDir, trustedProxies } = config;
  await makeDataDir(dataDir);
  const eventsFolder = join(dataDir, "events");
  const db = opened.use(openDatabase(config.database));
  await migrate(db);
  const changes = opened.use(openChangeFeed(config.database));
  const metrics = createMetrics();
  opened.use(giveBackMemory());
  const { clickhouseUrl, clickhouseCluster: cluster } = config;
  const warehouse = opened.use(
    openWarehouse({ dataDir, clickhouseUrl, cluster, onQuery: metrics.countQuery, log }),
  );
  const events = opened.use(
    await openEventLog({ folder: eventsFolder, durability: config.clickDurability, onFatal }),
  );
  const capture = createCapture({ events, clock: systemClock, log });
  const mailer = opened.use(openMailer(config.mail, { log }));
  const outbound = opened.use(createOutbound({ ...outboundOf(config), log }));
  const { denyList, botLists } = opened.use(await openLists(config, log));
  const bytes = await openBytes(config);
  const askWarehouse = askThrough(warehouse);
  const asked = { streamWarehouse: streamThrough(warehouse), removeEvents: removeThrough(warehouse) };
  const liveEvents = new LiveEvents({ events, askWarehouse, clock: systemClock, log });
  const oldestUnshippedAt = () => events.oldestUnshippedAt() ?? null;
  const analytics = { askWarehouse, ...asked, oldestUnshippedAt, eventsFolder };
  const parts = { db, changes, mailer, outbound, denyList, log, liveEvents, ...bytes, ...analytics };
  const deps = configureControl(config, secrets, {
    ...parts,
    payments: await openPayments(config),
    country: openCountries(log, config.geoipDb),
    sandbox: opened.use(createSandbox()),
  });
  const tokenWatch = createTokenWatch(deps);
  const { shipper, webhooks } = opened.use(startWorker({ deps, tokenWatch, warehouse, eventsFolder }));
  metrics.watch({ warehouse, shipper, events, capture, webhooks, deps });
  const trusted = addressList(trustedProxies);
  const front = { ...deps, ...secrets, ...edgePorts(deps) };
  const edge = opened.use(createEdge({ ...front, events: capture, botLists, trustedProxies: trusted }));
  const api = buildControlApi(deps, {
    addressOf: addressBehind(trusted),
    tokenWatch,
    servesHost: edge.serves,
    ...(config.oidc && { oidc: createOidcVerifier(config.oidc) }),
    health: healthChecks(db, warehouse, capture, webhooks),
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
  await changes.follow();
  const isEmpty = !(await hasAnyUser(db.read));
  const everything = opened.move();
  return { port: listening.port, isEmpty, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

/** What keeps the bytes of tenants, and what looks at them. */
async function openBytes({ blobs, clamd: scanner, dataDir }: Config) {
  return {
    blobs: await openBlobs(blobs, dataDir),
    uploads: await openPartialUploads(join(dataDir, "blobs", "partial")),
    scan: scanner && clamd(scanner),
  };
}

/** What the edge asks features for, though it knows none. */
const edgePorts = (deps: ControlDeps) => ({
  functions: createEdgeFunctions(deps),
  files: createEdgeFiles(deps),
  visitors: createEdgePages(deps),
});

/** Loaded where it is configured only: the SDK takes more memory than all else of pages. */
async function openPayments({ stripe }: Config): Promise<PaymentProvider | undefined> {
  if (stripe === undefined) return undefined;
  const { createStripeProvider } = await import("#platform/payments/stripe-provider.ts");
  return createStripeProvider(stripe, systemClock);
}

const outboundOf = ({ outboundAllow: allow, outboundPorts: ports, egressProxy, dnsServers }: Config) => ({
  allow,
  ports,
  egressProxy,
  resolve: createResolveName(dnsServers),
});

/** What the operator keeps in files, and changes while the program runs. */
async function openLists({ deniedDestinations, denyFile, botFiles }: Config, log: Logger) {
  await using opened = new AsyncDisposableStack();
  const denyList = opened.use(await openDenyList({ hosts: deniedDestinations, file: denyFile, log }));
  const { lists: botLists } = opened.use(await openBotLists(botFiles, log));
  const everything = opened.move();
  return { denyList, botLists, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

type Parts = Pick<
  ControlDeps,
  | "db"
  | "changes"
  | "mailer"
  | "outbound"
  | "sandbox"
  | "payments"
  | "denyList"
  | "log"
  | "country"
  | "blobs"
  | "uploads"
  | "scan"
  | "askWarehouse"
  | "liveEvents"
  | "streamWarehouse"
  | "removeEvents"
  | "eventsFolder"
  | "oldestUnshippedAt"
>;

function configureControl(config: Config, secrets: Secrets, parts: Parts): ControlDeps {
  const { tokenPepper, sessionKey, visitorKeys, sealKeys } = secrets;
  return createControlDeps({
    ...parts,
    tokenPepper,
    sessionKey,
    contexts: createContextTokens(visitorKeys),
    previews: createPreviewLabels(visitorKeys),
    visitorSeal: createVisitorSeal(visitorKeys),
    seal: createSeal(sealKeys),
    endpoints: createEndpointRules({ allow: config.outboundAllow, ports: config.outboundPorts }),
    clock: systemClock,
    addresses: config.addresses,
    signup: config.signup,
    plans: config.plans && createPlans(config.plans),
    resolveTxt: createTxtResolver(config.dnsServers && { servers: config.dnsServers }),
    retentionDays: config.retentionDays,
    limits: config.hasRateLimits ? createLimits() : noLimits,
    passwords: createPasswordHasher(),
  });
}

const addressBehind =
  (trusted: ReturnType<typeof addressList>): AddressOf =>
  (c) => {
    const socket = c.env.incoming?.socket.remoteAddress ?? "";
    return clientAddress(socket, c.req.header("x-forwarded-for"), trusted);
  };

/** What should have been delivered long ago: something is wrong here, and not at an endpoint. */
const LATE_SECONDS = 300;

/** Without the warehouse redirects and writes go on: only answers about them are late. On a full disk redirects go on. */
const healthChecks = (
  db: Database,
  warehouse: Warehouse,
  capture: Capture,
  webhooks: Webhooks,
): readonly HealthCheck[] => [
  {
    name: "database",
    isRequired: true,
    holds: async () => {
      await db.read.selectFrom("hosts").select("host").limit(1).execute();
      return true;
    },
  },
  { name: "warehouse", isRequired: false, holds: async () => warehouse.ready() },
  { name: "webhooks", isRequired: false, holds: async () => webhooks.oldestDueSeconds() <= LATE_SECONDS },
  { name: "disk", isRequired: false, holds: async () => !capture.isFull() },
];
