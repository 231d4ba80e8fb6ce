import { ClickHouseError } from "@clickhouse/client";

const MEMORY_LIMIT_EXCEEDED = "241";

/** Whether the engine refused something for the memory that it takes: it may find room in pieces. */
export const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof ClickHouseError && cause.code === MEMORY_LIMIT_EXCEEDED;
