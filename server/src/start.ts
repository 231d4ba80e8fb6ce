import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { Registry } from "prom-client";
import { buildControlApi, createControlDeps } from "#control.ts";
import { startEdge } from "#edge.ts";
import { createTokenWatch } from "#features/tokens/index.ts";
import { systemClock } from "#kernel/clock.ts";
import { watchProcess } from "#metrics.ts";
import { openChangeFeed } from "#platform/change-feed/open-change-feed.ts";
import type { Config } from "#platform/config/config.ts";
import type { Secrets } from "#platform/config/secrets.ts";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import type { HealthCheck } from "#platform/documents/health.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import type { ApiContext } from "#platform/http/api.ts";
import { addressList, clientAddress } from "#platform/http/client-address.ts";
import { listen } from "#platform/http/listen.ts";
import { createLimits, noLimits } from "#platform/limits/limits.ts";
import { openMailer } from "#platform/mail/open-mailer.ts";
import { createPasswordHasher } from "#platform/password-hasher.ts";
import { openWarehouse } from "#warehouse/open-warehouse.ts";
import { askThrough, startWorker } from "#worker.ts";

export type Running = AsyncDisposable & { readonly port: number; readonly isEmpty: boolean };

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
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const db = opened.use(openDatabase(config.database));
  await migrate(db);
  const changes = opened.use(openChangeFeed(config.database));
  const mailer = opened.use(openMailer(config.mail, log));
  const eventsFolder = join(config.dataDir, "events");
  const warehouse = opened.use(
    openWarehouse({ dataDir: config.dataDir, clickhouseUrl: config.clickhouseUrl, log }),
  );
  const registry = new Registry();
  const deps = createControlDeps({
    db,
    changes,
    clock: systemClock,
    ...secrets,
    addresses: config.addresses,
    signup: config.signup,
    deniedDestinations: config.deniedDestinations,
    limits: config.hasRateLimits ? createLimits() : noLimits,
    mailer,
    passwords: createPasswordHasher(),
    log,
    askWarehouse: askThrough(warehouse),
    oldestUnshippedAt: () => events.oldestUnshippedAt() ?? null,
  });
  const tokenWatch = createTokenWatch(deps);
  opened.use(await startWorker({ deps, tokenWatch, warehouse, eventsFolder, registry }));
  const events = opened.use(
    await openEventLog({ folder: eventsFolder, durability: config.clickDurability, onFatal }),
  );
  const edge = opened.use(await startEdge({ deps, config, events }));
  watchProcess(registry, { warehouse, events });
  const trusted = addressList(config.trustedProxies);
  const api = buildControlApi(deps, {
    addressOf: (c) => addressOf(c, trusted),
    tokenWatch,
    oidc: config.oidc,
    health: healthOf(deps.db, warehouse),
    registry,
    metricsToken: config.metricsToken,
  });
  const answerApi = getRequestListener(api.fetch, { overrideGlobalObjects: true });
  const listener = await listen(
    (req, res) => (edge.ownsHost(req.headers.host) ? edge.handle(req, res) : void answerApi(req, res)),
    config.port,
    config.host,
  );
  opened.defer(() => listener.close());
  await changes.follow();
  const isEmpty = (await db.read.$extendTables<AnyUser>().selectFrom("users").select("user_id").limit(1).execute()).length === 0;
  const everything = opened.move();
  return { port: listener.port, isEmpty, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}
