import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { EventLog } from "#platform/event-log/event-log.ts";
import type { Shipper } from "#warehouse/start-shipper.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";

type Watched = { readonly warehouse: Warehouse; readonly shipper: Shipper; readonly events: EventLog };

/** What an operator wants to see of a running program, read when it is asked for. */
export function createMetrics({ warehouse, shipper, events }: Watched): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges: Readonly<Record<string, readonly [help: string, value: () => number]>> = {
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
  };
  for (const [name, [help, value]] of Object.entries(gauges)) {
    new Gauge({
      name: `switchyard_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }
  return registry;
}
