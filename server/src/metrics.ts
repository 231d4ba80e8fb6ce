import { readFileSync } from "node:fs";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { programVersion } from "#commands/backup/program-version.ts";
import { watchFunctions } from "#features/functions/index.ts";
import { type Webhooks, watchAttempts } from "#features/webhooks/index.ts";
import { readLastBackup } from "#platform/config/last-backup.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addGauges, type Gauges } from "#platform/documents/add-gauges.ts";
import { addSeries } from "#platform/documents/add-series.ts";
import type { Capture } from "#platform/event-log/create-capture.ts";
import type { EventLog } from "#platform/event-log/event-log.ts";
import { JobLog } from "#platform/jobs/job-log.ts";
import { countRequests } from "#platform/observing/count-requests.ts";
import { countVisits } from "#platform/observing/count-visits.ts";
import { readDisk } from "#platform/observing/read-disk.ts";
import { watchJobs } from "#platform/observing/watch-jobs.ts";
import { readQueueAges } from "#queue-ages.ts";
import type { Shipper } from "#warehouse/start-shipper.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";

/** What is there once the program runs. */
export type Watched = {
  readonly deps: ControlDeps;
  readonly dataDir: string;
  readonly warehouse: Warehouse;
  readonly shipper: Shipper;
  readonly events: EventLog;
  readonly capture: Capture;
  readonly webhooks: Webhooks;
};

/** What an operator wants to see of a running program. */
export type Metrics = ReturnType<typeof createMetrics>;

/** From what nobody notices to what the engine breaks off. */
const QUERY_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Made before everything that it counts; `watch` adds what is there only later. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const queries = new Histogram({
    name: "switchyard_warehouse_query_seconds",
    help: "How long questions to the warehouse took, until their last row.",
    labelNames: ["outcome"],
    buckets: QUERY_SECONDS,
    registers: [registry],
  });
  const jobs = new JobLog();
  watchJobs(registry, jobs);
  return {
    registry,
    jobs,
    countRequest: countRequests(registry),
    countVisit: countVisits(registry),
    countAttempt: watchAttempts(registry),
    /** To be told of each question to the warehouse, answered or not. */
    countQuery: (seconds: number, isAnswered: boolean) =>
      queries.observe({ outcome: isAnswered ? "answered" : "failed" }, seconds),
    /** From here on these are read whenever somebody asks. */
    watch: (watched: Watched) => {
      addGauges(registry, gaugesOf(watched));
      addSeries(registry, QUEUES, () => readQueueAges(watched));
      addSeries(registry, MEMORY, async () => memoryOf(watched.warehouse));
      watchFunctions(registry, watched.deps);
      watchBuild(registry, watched.deps);
    },
  };
}

const gaugesOf = ({ dataDir, warehouse, shipper, events, capture, webhooks }: Watched) =>
  ({
    warehouse_up: ["1 while the warehouse answers.", () => Number(warehouse.ready())],
    warehouse_connects_total: ["How often the warehouse came up.", () => warehouse.counters.connects],
    warehouse_failures_total: [
      "How often it went away or did not come up.",
      () => warehouse.counters.failures,
    ],
    segments_shipped_total: ["Segments of events in the warehouse.", () => shipper.counters.segments],
    events_shipped_total: ["Events in the warehouse.", () => shipper.counters.events],
    segments_rejected_total: ["Segments of which something was kept aside.", () => shipper.counters.rejected],
    segments_pending: ["Segments that wait to be shipped.", () => shipper.counters.pending],
    ship_failures_total: [
      "Turns of shipping that failed, and files of the event log that could not be read.",
      () => shipper.counters.failures,
    ],
    events_lag_seconds: [
      "Age of the oldest event in the event log that is not in the warehouse, whichever process wrote it.",
      () => Math.max(0, Date.now() - (events.oldestUnshippedAt() ?? Date.now())) / 1000,
    ],
    oldest_due_delivery_seconds: [
      "How long the webhook delivery has been due that has waited for longest, of endpoints that answer.",
      () => webhooks.oldestDueSeconds(),
    ],
    events_dropped_total: [
      "Visits that were answered and not recorded. Only a full disk can make it more than 0.",
      () => capture.dropped(),
    ],
    disk_full: [
      "1 from the first event that found no room until one is kept.",
      () => Number(capture.isFull()),
    ],
    disk_free_bytes: [
      "What this user may still write where DATA_DIR lies.",
      async () => (await readDisk(dataDir)).freeBytes,
    ],
    disk_size_bytes: ["The size of that file system.", async () => (await readDisk(dataDir)).sizeBytes],
    last_backup_timestamp_seconds: [
      "When the last backup was finished, in seconds since 1970; no number where none is known.",
      async () => Date.parse((await readLastBackup(dataDir))?.finishedAt ?? "") / 1000,
    ],
  }) satisfies Gauges;

const QUEUES = {
  name: "queue_oldest_seconds",
  help: "How long the oldest entry of a queue has waited; 0 where none waits.",
  label: "queue",
};

const MEMORY = {
  name: "memory_bytes",
  help: "Memory that a process of this program holds.",
  label: "process",
};

/** Of this process and of the one that it started for the engine; of a warehouse elsewhere there is nothing to say. */
function memoryOf(warehouse: Warehouse): Readonly<Record<string, number>> {
  const pid = warehouse.enginePid();
  const held = pid === undefined ? undefined : residentBytes(pid);
  return { main: process.memoryUsage.rss(), ...(held !== undefined && { warehouse: held }) };
}

/** `undefined` where the system has no /proc, and for a process that has just ended. */
function residentBytes(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

function watchBuild(registry: Registry, { db }: Pick<ControlDeps, "db">): void {
  new Gauge({
    name: "switchyard_build_info",
    help: "Always 1; its labels say what runs.",
    labelNames: ["version", "node", "database"],
    registers: [registry],
    async collect() {
      this.set({ version: await programVersion(), node: process.versions.node, database: db.dialect }, 1);
    },
  });
}
