import type { Logger } from "pino";
import type { WatchRequest } from "#platform/http/request-watch.ts";
import type { Tracing } from "./tracing.ts";

type Means = {
  readonly count: WatchRequest;
  readonly tracing: Tracing | undefined;
  readonly log: Pick<Logger, "debug">;
};

/** Counts each request, makes a span of it where there is tracing, and says it in the log at `debug`. */
export function watchRequests({ count, tracing, log }: Means): WatchRequest {
  return (request) => {
    const { requestId, method, traceparent } = request;
    const begun = performance.now();
    const counted = count(request);
    const span = tracing?.begin("request", { kind: "server", parent: traceparent });
    const traced = span && { traceId: span.traceId };
    return {
      ...(traced && { logFields: traced }),
      answered: (answer) => {
        const { operation = "none", status } = answer;
        counted.answered(answer);
        span?.end(
          {
            "switchyard.operation": operation,
            "switchyard.request_id": requestId,
            "http.request.method": method,
            "http.response.status_code": status,
          },
          status >= 500,
        );
        const ms = Math.round((performance.now() - begun) * 10) / 10;
        log.debug({ requestId, ...traced, operation, status, ms }, "request answered");
      },
    };
  };
}
