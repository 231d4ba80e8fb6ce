import type { CountVisit, VisitKind } from "./count-visits.ts";
import type { Tracing } from "./tracing.ts";

/** `begun` is of `performance.now()`. */
type WatchVisit = (kind: VisitKind, status: number, begun: number) => void;

/**
 * Counts each answer to a visitor, and makes a span of it where there is tracing. Visitors are strangers, so what they say
 * of traces of their own is not believed, and neither where they went nor who they are is in it.
 */
export function watchVisits(count: CountVisit, tracing: Tracing | undefined): WatchVisit {
  return (kind, status, begun) => {
    const ms = performance.now() - begun;
    count(kind, status, ms / 1000);
    tracing
      ?.begin("visit", { kind: "server", startedAt: Date.now() - ms })
      .end({ "switchyard.visit_kind": kind, "http.response.status_code": status }, status >= 500);
  };
}
