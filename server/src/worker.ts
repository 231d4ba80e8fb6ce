import { resumeImports } from "#features/analytics/index.ts";
import { sweepBilling } from "#features/billing/index.ts";
import { checkCampaigns } from "#features/campaigns/index.ts";
import { compressDeployments, sweepDeployments } from "#features/deployments/index.ts";
import { checkDomains } from "#features/domains/index.ts";
import { expireFiles, sweepFiles } from "#features/files/index.ts";
import { flushInvocations, sweepInvocations } from "#features/functions/index.ts";
import { sweepLeads } from "#features/leads/index.ts";
import { checkDueLinks } from "#features/link-health/index.ts";
import { tellEndedLinks } from "#features/links/index.ts";
import { sendNotifications, sweepNotifications } from "#features/notifications/index.ts";
import { sweepVisitors } from "#features/page-visitors/index.ts";
import { sweepPayments } from "#features/payments/index.ts";
import { applyRetention, runErasures } from "#features/retention/index.ts";
import { type TokenWatch, warnOfExpiry } from "#features/tokens/index.ts";
import { sweepSessions } from "#features/users/index.ts";
import { publishClicks, startWebhooks, sweepWebhooks, type Webhooks } from "#features/webhooks/index.ts";
import { AppError } from "#kernel/errors.ts";
import { adoptStrays } from "#platform/blobs/adopt-strays.ts";
import { collectBlobs } from "#platform/blobs/collect-blobs.ts";
import { countClicks } from "#platform/count-clicks.ts";
import type { Attempt } from "#platform/delivery/attempt.ts";
import type { AskWarehouse, ControlDeps, StreamWarehouse } from "#platform/deps.ts";
import type { JobLog } from "#platform/jobs/job-log.ts";
import { runPeriodically } from "#platform/jobs/run-periodically.ts";
import { NeedsMoreMemory } from "#platform/needs-more-memory.ts";
import { listCounted } from "#platform/pending-visits/list-counted.ts";
import { startPendingVisits } from "#platform/pending-visits/start-pending-visits.ts";
import { sweep } from "#platform/sweep.ts";
import { isOutOfMemory } from "#warehouse/is-out-of-memory.ts";
import { type Shipper, startShipper } from "#warehouse/start-shipper.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";
import { WarehouseUnavailable } from "#warehouse/warehouse-unavailable.ts";

type Options = {
  readonly deps: ControlDeps;
  readonly tokenWatch: TokenWatch;
  readonly warehouse: Warehouse;
  readonly eventsFolder: string;
  /** Told of each turn of a job. */
  readonly jobs?: JobLog;
  /** Told of each attempt at a webhook. */
  readonly onAttempt?: (attempt: Attempt) => void;
};

const MINUTE_MS = 60_000;

/** Wires what happens without anyone asking: events go to the warehouse, tokens are watched, what is old is swept. */
export function startWorker(options: Options): Worker {
  const { deps, tokenWatch, warehouse, eventsFolder, jobs, onAttempt } = options;
  const stack = new AsyncDisposableStack();
  const stop = new AbortController();
  const { log } = deps;
  const shipper = stack.use(
    startShipper({
      eventsFolder,
      warehouse: tellingClicks(deps, warehouse),
      listCounted: (segmentIds) => listCounted(deps.db.read, segmentIds),
      log,
      fold: (summaries) => countClicks(deps, summaries),
    }),
  );
  stack.use(startPendingVisits({ ...deps, eventsFolder }));
  const webhooks = stack.use(startWebhooks(deps, { ...(jobs && { jobs }), ...(onAttempt && { onAttempt }) }));
  stack.defer(() => tokenWatch.flush());
  stack.defer(() => flushInvocations(deps));
  stack.use(
    runPeriodically(
      [
        { name: "tokens.watch", everyMs: MINUTE_MS / 2, run: () => tokenWatch.flush() },
        { name: "tokens.warn-of-expiry", everyMs: 10 * MINUTE_MS, run: () => warnOfExpiry(deps) },
        {
          name: "links.check-health",
          everyMs: 5 * MINUTE_MS,
          run: () => checkDueLinks(deps, stop.signal),
        },
        {
          name: "campaigns.check-health",
          everyMs: 5 * MINUTE_MS,
          run: () => checkCampaigns(deps, stop.signal),
        },
        { name: "domains.check", everyMs: MINUTE_MS, run: () => checkDomains(deps, stop.signal) },
        { name: "links.tell-ended", everyMs: MINUTE_MS / 2, run: () => tellEndedLinks(deps) },
        {
          name: "analytics.resume-imports",
          everyMs: MINUTE_MS,
          run: () => resumeImports({ ...deps, eventsFolder }),
        },
        { name: "notifications", everyMs: 5_000, run: () => sendNotifications(deps) },
        { name: "notifications.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepNotifications(deps) },
        { name: "functions.log", everyMs: 1_000, run: () => flushInvocations(deps) },
        { name: "functions.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepInvocations(deps) },
        { name: "retention", everyMs: 10 * MINUTE_MS, run: () => applyRetention(deps) },
        { name: "erasures", everyMs: MINUTE_MS / 4, run: () => runErasures({ ...deps, eventsFolder }) },
        { name: "leads.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepLeads(deps) },
        { name: "sweep", everyMs: 60 * MINUTE_MS, run: () => sweep(deps) },
        { name: "webhooks.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepWebhooks(deps) },
        { name: "files.expire", everyMs: MINUTE_MS / 2, run: () => expireFiles(deps) },
        { name: "files.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepFiles(deps) },
        { name: "blobs.adopt-strays", everyMs: 24 * 60 * MINUTE_MS, run: () => adoptStrays(deps) },
        { name: "blobs.collect", everyMs: 10 * MINUTE_MS, run: () => collectBlobs(deps) },
        { name: "sites.compress", everyMs: 2_000, run: () => compressDeployments(deps, stop.signal) },
        { name: "sites.sweep", everyMs: 10 * MINUTE_MS, run: () => sweepDeployments(deps) },
        { name: "page-visitors.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepVisitors(deps) },
        { name: "payments.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepPayments(deps) },
        { name: "billing.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepBilling(deps) },
        { name: "users.sweep", everyMs: 60 * MINUTE_MS, run: () => sweepSessions(deps) },
      ],
      log,
      jobs,
    ),
  );
  stack.defer(() => stop.abort()); // First of all: the next that is disposed of waits for its jobs.
  return { shipper, webhooks, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Clicks are told to whoever wants to know before they are counted, which is what keeps their segment from coming here again. */
const tellingClicks = (deps: ControlDeps, warehouse: Warehouse): Warehouse => ({
  ...warehouse,
  insertSegments: async (shipment) => {
    await warehouse.insertSegments(shipment);
    for (const { path } of shipment.segments) await publishClicks(deps, path);
  },
});

export type Worker = AsyncDisposable & { readonly shipper: Shipper; readonly webhooks: Webhooks };

/** Questions to the warehouse; while it does not answer, the documented 503, and so for one that needs more memory than there is. */
export const askThrough =
  (warehouse: Warehouse): AskWarehouse =>
  async (sql, params, signal) => {
    try {
      return await warehouse.query(sql, params, { signal });
    } catch (cause) {
      throw translated(cause);
    }
  };

/** The same for files of rows. */
export const streamThrough = (warehouse: Warehouse): StreamWarehouse =>
  async function* (sql, params, options) {
    try {
      yield* warehouse.stream(sql, params, options);
    } catch (cause) {
      throw translated(cause);
    }
  };

export const removeThrough =
  (warehouse: Warehouse): ControlDeps["removeEvents"] =>
  (which) =>
    warehouse.removeEvents(which).catch((cause: unknown) => Promise.reject(translated(cause)));

function translated(cause: unknown): unknown {
  if (cause instanceof WarehouseUnavailable)
    return new AppError("unavailable", "Analytics are not available right now.", {
      cause,
      retryAfterSeconds: 5,
    });
  return isOutOfMemory(cause) ? new NeedsMoreMemory(cause) : cause;
}
