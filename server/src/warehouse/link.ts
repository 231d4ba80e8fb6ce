import type { ClickHouseClient } from "@clickhouse/client";
import type { Shipment } from "#platform/event-log/shipment.ts";

/** All rows of a query at once, as lines of JSON. */
export type Ask = (
  sql: string,
  params: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
) => Promise<string>;

/** Resolves once the rows of sealed segments are on disk; the same shipment again adds nothing, of the last ten thousand. */
export type Insert = (shipment: Shipment) => Promise<void>;

/** One connection to one running ClickHouse, from the moment it answers until it is lost. */
export type Link = AsyncDisposable & {
  readonly ask: Ask;
  readonly insert: Insert;
  readonly reader: ClickHouseClient;
  /** Apart from the readers, so that shipping never waits for somebody's report. */
  readonly writer: ClickHouseClient;
  /** Resolves, with the reason, when it will not answer again. */
  readonly lost: Promise<Error>;
  readonly pid: number | undefined;
};

export type Connect = (signal: AbortSignal) => Promise<Link>;
