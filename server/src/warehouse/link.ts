import type { ClickHouseClient } from "@clickhouse/client";

/** One connection to one running ClickHouse, from the moment it answers until it is lost. */
export type Link = AsyncDisposable & {
  readonly reader: ClickHouseClient;
  /** Apart from the readers, so that shipping never waits for somebody's report. */
  readonly writer: ClickHouseClient;
  /** Resolves, with the reason, when it will not answer again. */
  readonly lost: Promise<Error>;
  readonly pid: number | undefined;
};

export type Connect = (signal: AbortSignal) => Promise<Link>;
