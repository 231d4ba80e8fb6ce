import type { EventChoice } from "#features/analytics/analytics-query.ts";
import type { EventKind } from "#kernel/visit-event.ts";

/** What a file is asked for, complete. */
export type ExportQuery = EventChoice & {
  /** The handle's present name, which stands in the file instead of its id. */
  readonly handle: string;
  readonly format: ExportFormat;
  /** An IANA time zone, in which days begin. */
  readonly tz: string;
  /** Any of these, and all where there is none. */
  readonly kinds: readonly EventKind[];
};

export type ExportFormat = "csv" | "ndjson" | "parquet";
