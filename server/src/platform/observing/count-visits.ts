import type { Registry } from "prom-client";
import { type Observe, QuickHistogram } from "./quick-histogram.ts";

/** Whatever is on a handle's host, or on a domain that leads to it; or the bytes of a file. */
export type VisitKind = "handle" | "file";

/** What a visitor was answered, and how long that took. */
export type CountVisit = (kind: VisitKind, status: number, seconds: number) => void;

const OUTCOMES = ["shown", "redirected", "unchanged", "missing", "refused", "failed"] as const;
type Outcome = (typeof OUTCOMES)[number];

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10];

/** Lets an operator see what visitors get. It is asked at every redirect, so it looks nothing up. */
export function countVisits(registry: Registry): CountVisit {
  const histogram = new QuickHistogram({
    name: "switchyard_visit_seconds",
    help: "How long answers to visitors took: on hosts of handles until they were handed to the socket, of files until their last byte.",
    labelNames: ["kind", "outcome"],
    buckets: SECONDS,
    registry,
  });
  const seriesOf = (kind: VisitKind) =>
    Object.fromEntries(OUTCOMES.map((outcome) => [outcome, histogram.series({ kind, outcome })])) as Readonly<
      Record<Outcome, Observe>
    >;
  const series = { handle: seriesOf("handle"), file: seriesOf("file") };
  return (kind, status, seconds) => series[kind][outcomeOf(status)](seconds);
}

function outcomeOf(status: number): Outcome {
  if (status < 300) return "shown";
  if (status < 400) return status === 304 ? "unchanged" : "redirected";
  if (status >= 500) return "failed";
  return status === 404 || status === 410 ? "missing" : "refused";
}
