import type { ClickHouseClient } from "@clickhouse/client";

/** All rows of a query at once, as lines of JSON. */
export type Ask = (
  sql: string,
  params: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
) => Promise<string>;

/** One connection to one running ClickHouse, from the moment it answers until it is lost. */
export type Link = AsyncDisposable & {
  readonly ask: Ask;
  readonly reader: ClickHouseClient;
  /** Apart from the readers, so that shipping never waits for somebody's report. */
  readonly writer: ClickHouseClient;
  /** Resolves, with the reason, when it will not answer again. */
  readonly lost: Promise<Error>;
  readonly pid: number | undefined;
};

export type Connect = (signal: AbortSignal) => Promise<Link>;
