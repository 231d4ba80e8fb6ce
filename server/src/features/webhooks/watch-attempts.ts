import { Histogram, type Registry } from "prom-client";
import type { Attempt } from "#platform/delivery/attempt.ts";

/** From an endpoint next door to the longest that one may take. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Lets an operator see how attempts at webhooks end, and how long endpoints take. */
export function watchAttempts(registry: Registry): (attempt: Attempt) => void {
  const seconds = new Histogram({
    name: "switchyard_webhook_attempt_seconds",
    help: "How long attempts to deliver webhooks took, by what came of them.",
    labelNames: ["outcome"],
    buckets: SECONDS,
    registers: [registry],
  });
  return ({ error, durationMs }) => seconds.observe({ outcome: error ?? "delivered" }, durationMs / 1000);
}
