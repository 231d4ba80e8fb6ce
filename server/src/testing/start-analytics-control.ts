import { afterAll } from "vitest";
import { startAnalytics } from "./start-analytics.ts";
import { startControl } from "./start-control.ts";

/** The control plane over a real warehouse, for all tests of a file. */
export async function startAnalyticsControl() {
  const analytics = await startAnalytics();
  const { askWarehouse, streamWarehouse } = analytics;
  const control = await startControl({ override: { askWarehouse, streamWarehouse } });
  afterAll(async () => {
    await control[Symbol.asyncDispose]();
    await analytics[Symbol.asyncDispose]();
  });
  return { analytics, control };
}
