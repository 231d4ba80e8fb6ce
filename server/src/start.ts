import { join } from "node:path";
import type { Logger } from "pino";
import { programVersion } from "#commands/backup/program-version.ts";
import { createControlDeps } from "#control.ts";
import { createTokenWatch } from "#features/tokens/index.ts";
import { hasAnyUser } from "#features/users/index.ts";
import { systemClock } from "#kernel/clock.ts";
import { createMetrics } from "#metrics.ts";
import { openFront } from "#open-front.ts";
import { openBlobs } from "#platform/blobs/open-blobs.ts";
import { openPartialUploads } from "#platform/blobs/partial-uploads.ts";
import { openChangeFeed } from "#platform/change-feed/open-change-feed.ts";
import type { Config } from "#platform/config/config.ts";
import type { Secrets } from "#platform/config/secrets.ts";
import { makeDataDir } from "#platform/config/unfinished-restore.ts";
import { createContextTokens } from "#platform/context/context-tokens.ts";
import { createVisitorSeal } from "#platform/context/visitor-seal.ts";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { createEndpointRules } from "#platform/delivery/endpoint-rules.ts";
import { openDenyList } from "#platform/deny-list/open-deny-list.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { createTxtResolver } from "#platform/dns/txt-resolver.ts";
import { createCapture } from "#platform/event-log/create-capture.ts";
import type { EventLog } from "#platform/event-log/event-log.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { giveBackMemory } from "#platform/jobs/give-back-memory.ts";
import { oneAtATime } from "#platform/jobs/one-at-a-time.ts";
import { createLimits, noLimits } from "#platform/limits/limits.ts";
import { LiveEvents } from "#platform/live-events/live-events.ts";
import { openMailer } from "#platform/mail/open-mailer.ts";
import { openTracing } from "#platform/observing/open-tracing.ts";
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
  const { dataDir } = config;
  await makeDataDir(dataDir);
  const eventsFolder = join(dataDir, "events");
  const db = opened.use(openDatabase(config.database, log));
  await migrate(db);
  const changes = opened.use(openChangeFeed(config.database));
  const metrics = createMetrics();
  opened.use(giveBackMemory());
  const { clickhouseUrl, clickhouseCluster: cluster } = config;
  const warehouse = opened.use(
    openWarehouse({
      ...{ dataDir, clickhouseUrl, cluster, onQuery: metrics.countQuery, log },
      oneAtATime: oneAtATime({ db, clock: systemClock }, "warehouse.migrate"),
    }),
  );
  const events = opened.use(
    await openEventLog({ folder: eventsFolder, durability: config.clickDurability, onFatal, log }),
  );
  const capture = createCapture({ events, clock: systemClock, log });
  const mailer = opened.use(await openMailer(config.mail, { log }));
  const outbound = opened.use(createOutbound({ ...outboundOf(config), log }));
  const { denyList, botLists } = opened.use(await openLists(config, log));
  const bytes = await openBytes(config);
  const askWarehouse = askThrough(warehouse);
  const asked = { streamWarehouse: streamThrough(warehouse), removeEvents: removeThrough(warehouse) };
  const liveEvents = new LiveEvents({ events, askWarehouse, clock: systemClock, log });
  const oldestUnshippedAt = () => oldestOf(events);
  const analytics = { askWarehouse, ...asked, oldestUnshippedAt, eventsFolder };
  const parts = { db, changes, mailer, outbound, denyList, log, liveEvents, ...bytes, ...analytics };
  const deps = configureControl(config, secrets, {
    ...parts,
    payments: await openPayments(config),
    tracing: opened.use(await openTracing(config.tracing, await programVersion(), log)),
    country: openCountries(log, config.geoipDb),
    sandbox: opened.use(createSandbox()),
  });
  const tokenWatch = createTokenWatch(deps);
  const { jobs, countAttempt: onAttempt } = metrics;
  const { shipper, webhooks } = opened.use(
    startWorker({ deps, tokenWatch, warehouse, eventsFolder, jobs, onAttempt }),
  );
  const running = { config, secrets, deps, tokenWatch, warehouse, shipper, events, capture, webhooks };
  metrics.watch({ ...running, dataDir });
  const front = opened.use(await openFront({ ...running, metrics, botLists }));
  await changes.follow();
  const isEmpty = !(await hasAnyUser(db.read));
  const everything = opened.move();
  return { port: front.port, isEmpty, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

/** `undefined` where some of the event log cannot be listed: then nobody knows. */
function oldestOf(events: EventLog): number | null | undefined {
  try {
    return events.oldestUnshippedAt() ?? null;
  } catch {
    return undefined;
  }
}

/** What keeps the bytes of tenants, and what looks at them. */
async function openBytes({ blobs, clamd: scanner, dataDir }: Config) {
  return {
    blobs: await openBlobs(blobs, dataDir),
    uploads: await openPartialUploads(join(dataDir, "blobs", "partial")),
    scan: scanner && clamd(scanner),
  };
}

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
  | "tracing"
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
