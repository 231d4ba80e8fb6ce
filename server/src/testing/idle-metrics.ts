import { createMetrics, type Watched } from "#metrics.ts";
import type { ControlDeps } from "#platform/deps.ts";

/** The metrics of a program in which nothing happens, and of which nothing that has to be asked answers. */
export function idleMetrics(deps: ControlDeps) {
  const away = () => {
    throw new Error("It is away.");
  };
  const metrics = createMetrics();
  const idle = {
    ...{ deps, dataDir: "/nowhere/at/all" },
    warehouse: { ready: away, counters: { connects: 0, failures: 0 }, enginePid: () => undefined },
    shipper: { counters: { segments: 0, events: 0, rejected: 0, failures: 0, pending: 3 } },
    ...{ events: { oldestUnshippedAt: away }, capture: { dropped: () => 0, isFull: () => false } },
    webhooks: { oldestDueSeconds: () => 0 },
  };
  metrics.watch(idle as unknown as Watched);
  return metrics;
}
