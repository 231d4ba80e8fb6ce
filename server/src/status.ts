import { stat } from "node:fs/promises";
import { programVersion } from "#commands/backup/program-version.ts";
import type { Watched } from "#metrics.ts";
import type { Config } from "#platform/config/config.ts";
import { readLastBackup } from "#platform/config/last-backup.ts";
import { knownMigrations } from "#platform/database/migrate.ts";
import { isPostgres } from "#platform/database/open-database.ts";
import { type HealthCheck, readHealth } from "#platform/documents/health.ts";
import { readOr } from "#platform/documents/read-or.ts";
import type { Figures, StatusReport } from "#platform/documents/status-report.ts";
import type { JobLog } from "#platform/jobs/job-log.ts";
import { readDisk } from "#platform/observing/read-disk.ts";
import { readQueueAges } from "#queue-ages.ts";

type Means = Omit<Watched, "dataDir"> & {
  readonly config: Config;
  readonly health: readonly HealthCheck[];
  readonly jobs: JobLog;
};

const QUESTION_MS = 2_000;

/** Reads how the program is. What cannot be said now is `null`: whoever asks does so because something is wrong. */
export async function readStatus(means: Means): Promise<StatusReport> {
  const { config, health, jobs, capture } = means;
  const disk = await readOr(null, () => readDisk(config.dataDir));
  return {
    ...(await readHealth(health)),
    at: new Date().toISOString(),
    program: {
      version: await programVersion(),
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      pid: process.pid,
      uptimeSeconds: Math.round(process.uptime()),
      dataDir: config.dataDir,
    },
    database: await databaseOf(means),
    warehouse: await warehouseOf(means),
    events: await eventsOf(means),
    queues: await readOr(null, () => readQueueAges(means)),
    disk: { ...(disk ?? { freeBytes: null, sizeBytes: null }), isFull: capture.isFull() },
    memory: memory(),
    lastBackup: await readLastBackup(config.dataDir),
    jobs: jobs.list().map(({ secondsTotal, lastSuccessAt, lastFailureAt, ...job }) => ({
      ...job,
      meanSeconds: secondsTotal / job.runs,
      lastSuccessAt: isoOf(lastSuccessAt),
      lastFailureAt: isoOf(lastFailureAt),
    })),
  };
}

async function databaseOf({ config, deps }: Means): Promise<Figures> {
  const migration = (await knownMigrations()).at(-1)?.name ?? null;
  if (isPostgres(config.database)) return { engine: deps.db.dialect, migration };
  const sizeOf = (path: string) => readOr(0, async () => (await stat(path)).size);
  const [bytes, logBytes] = [await sizeOf(config.database), await sizeOf(`${config.database}-wal`)];
  return { engine: deps.db.dialect, migration, bytes, logBytes };
}

async function warehouseOf({ config, warehouse }: Means): Promise<Figures> {
  const { connects, failures } = warehouse.counters;
  const version = await readOr(null, async () => {
    const signal = AbortSignal.timeout(QUESTION_MS);
    const rows = await warehouse.query<{ version: string }>("select version() as version", {}, { signal });
    return rows[0]?.version ?? null;
  });
  const kind = config.clickhouseUrl === undefined ? "embedded" : "server";
  return { kind, version, isUp: warehouse.ready(), connects, failures };
}

async function eventsOf({ events, shipper, capture }: Means): Promise<Figures> {
  const oldest = () => events.oldestUnshippedAt() ?? Date.now();
  return {
    lagSeconds: await readOr(null, () => Math.max(0, Date.now() - oldest()) / 1000),
    segmentsPending: shipper.counters.pending,
    oldestSegmentSeconds: shipper.oldestPendingAgeMs() / 1000,
    segmentsShipped: shipper.counters.segments,
    eventsShipped: shipper.counters.events,
    segmentsRejected: shipper.counters.rejected,
    shipFailures: shipper.counters.failures,
    eventsDropped: capture.dropped(),
  };
}

function memory(): Readonly<Record<string, number>> {
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed, external };
}

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
