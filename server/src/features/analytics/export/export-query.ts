/** What a file is asked for, complete. */
export type ExportQuery = {
  readonly handleId: string;
  /** The handle's present name, which stands in the file instead of its id. */
  readonly handle: string;
  readonly format: ExportFormat;
  /** Epoch milliseconds, inclusive. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
  /** An IANA time zone, in which days begin. */
  readonly tz: string;
  readonly filters: Readonly<Partial<Record<ExportFilter, readonly string[]>>>;
  readonly includeBots: boolean;
};

export type ExportFormat = "csv" | "ndjson" | "parquet";

/** The columns by which a file can be narrowed. */
export const EXPORT_FILTERS = [
  "kind",
  "slug",
  "campaign",
  "country",
  "device",
  "referrer",
  "source",
  "variant",
] as const;
export type ExportFilter = (typeof EXPORT_FILTERS)[number];
