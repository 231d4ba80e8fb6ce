import type { DoomedEvents } from "#platform/deps.ts";
import type { Shipment } from "#platform/event-log/shipment.ts";

export type QueryParams = Readonly<Record<string, unknown>>;
export type QueryOptions = { readonly signal?: AbortSignal };

/** Text of which any cut between two lines is valid, and Parquet, which is whole or breaks off with an error. */
export const STREAM_FORMATS = ["JSONEachRow", "CSV", "TabSeparated", "Parquet"] as const;
export type StreamFormat = (typeof STREAM_FORMATS)[number];

/** ClickHouse, wherever it runs. While it does not answer, everything rejects with `WarehouseUnavailable`, at once. */
export type Warehouse = AsyncDisposable & {
  /** Whatever comes from outside travels in `params`, as `{name:Type}` in the text, and never in the text itself. */
  readonly query: <Row>(sql: string, params?: QueryParams, options?: QueryOptions) => Promise<Row[]>;
  /** A result of any size, as fast as it is taken: this process never holds more than a piece of it. */
  readonly stream: (
    sql: string,
    params: QueryParams,
    options: QueryOptions & { readonly format: StreamFormat },
  ) => AsyncIterable<Uint8Array>;
  /** Resolves once the rows are on disk. The same again adds nothing, of the last ten thousand. */
  readonly insertSegments: (shipment: Shipment) => Promise<void>;
  /** Resolves once no query can see them and no part that is read holds them. */
  readonly removeEvents: (which: DoomedEvents) => Promise<void>;
  readonly ready: () => boolean;
  /** Rejects if the warehouse is closed first. */
  readonly whenReady: () => Promise<void>;
  readonly counters: Readonly<WarehouseCounters>;
  /** The process that this one started for it, if any. */
  readonly enginePid: () => number | undefined;
};

export type WarehouseCounters = { connects: number; failures: number; segmentsInserted: number };
