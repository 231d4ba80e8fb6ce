import { Histogram, type Registry } from "prom-client";
import type { WatchRequest } from "#platform/http/request-watch.ts";
import { statusClass } from "./status-class.ts";

/** Few, because there is one of each for every operation. */
const SECONDS = [0.005, 0.02, 0.1, 0.5, 2.5, 10];

/** Lets an operator see how often each operation is asked, what comes of it, and how long that takes. */
export function countRequests(registry: Registry): WatchRequest {
  const seconds = new Histogram({
    name: "switchyard_request_seconds",
    help: "How long requests to the API took until their answer began. Operation none: documents, the dashboard, and what is not there.",
    labelNames: ["operation", "status"],
    buckets: SECONDS,
    registers: [registry],
  });
  return () => {
    const begun = performance.now();
    return {
      answered: ({ operation = "none", status }) =>
        seconds.observe({ operation, status: statusClass(status) }, (performance.now() - begun) / 1000),
    };
  };
}
