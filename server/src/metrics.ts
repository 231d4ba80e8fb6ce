import { readFileSync } from "node:fs";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { watchFunctions } from "#features/functions/index.ts";
import type { Webhooks } from "#features/webhooks/index.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addGauges, type Gauges } from "#platform/documents/add-gauges.ts";
import type { Capture } from "#platform/event-log/create-capture.ts";
import type { EventLog } from "#platform/event-log/event-log.ts";
import type { Shipper } from "#warehouse/start-shipper.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";

type Watched = {
  readonly deps: ControlDeps;
  readonly warehouse: Warehouse;
  readonly shipper: Shipper;
  readonly events: EventLog;
  readonly capture: Capture;
  readonly webhooks: Webhooks;
};

/** What an operator wants to see of a running program. */
export type Metrics = {
  readonly registry: Registry;
  /** To be told of each question to the warehouse, answered or not. */
  readonly countQuery: (seconds: number, isAnswered: boolean) => void;
  /** From here on these are read whenever somebody asks. */
  readonly watch: (watched: Watched) => void;
};

/** From what nobody notices to what the engine breaks off. */
const QUERY_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const queries = new Histogram({
    name: "switchyard_warehouse_query_seconds",
    help: "How long questions to the warehouse took, until their last row.",
    labelNames: ["outcome"],
    buckets: QUERY_SECONDS,
    registers: [registry],
  });
  return {
    registry,
    countQuery: (seconds, isAnswered) =>
      queries.observe({ outcome: isAnswered ? "answered" : "failed" }, seconds),
    watch: (watched) => {
      addGauges(registry, gaugesOf(watched));
      watchMemory(registry, watched.warehouse);
      watchFunctions(registry, watched.deps);
    },
  };
}

const gaugesOf = ({ warehouse, shipper, events, capture, webhooks }: Watched) =>
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
    events_lag_seconds: [
      "Age of the oldest event that is not in the warehouse.",
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
  }) satisfies Gauges;

/** Of this process and of the one that it started for the engine; of a warehouse elsewhere there is nothing to say. */
function watchMemory(registry: Registry, warehouse: Warehouse): void {
  new Gauge({
    name: "switchyard_memory_bytes",
    help: "Memory that a process of this program holds.",
    labelNames: ["process"],
    registers: [registry],
    collect() {
      this.reset();
      this.set({ process: "main" }, process.memoryUsage.rss());
      const pid = warehouse.enginePid();
      const held = pid === undefined ? undefined : memoryOf(pid);
      if (held !== undefined) this.set({ process: "warehouse" }, held);
    },
  });
}

/** `undefined` where the system has no /proc, and for a process that has just ended. */
function memoryOf(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
