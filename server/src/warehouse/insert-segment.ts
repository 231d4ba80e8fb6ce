import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import type { SegmentId } from "#platform/event-log/segment-id.ts";
import { EVENT_FIELDS } from "./parse-visit-event.ts";

/**
 * What makes one segment one block in each partition, cut the same way every time: only then does its id let the engine
 * recognise it. A clock that jumped spreads a segment over partitions, and must not stop it.
 */
const ONE_BLOCK: ClickHouseSettings = {
  async_insert: 0,
  insert_deduplicate: 1,
  input_format_parallel_parsing: 0,
  input_format_skip_unknown_fields: 1,
  max_insert_block_size: "1048576",
  min_insert_block_size_rows: "1048576",
  min_insert_block_size_bytes: "1073741824",
  throw_on_max_partitions_per_insert_block: 0,
};

/** Resolves once its rows are on disk; the same segment again adds nothing. */
export async function insertSegment(
  client: ClickHouseClient,
  { segmentId, path }: { segmentId: SegmentId; path: string },
): Promise<void> {
  const lines = await readFile(path); // As large as the event log lets a segment be.
  const { stream } = await client.exec({
    query: `INSERT INTO events (${EVENT_FIELDS.join(", ")}) FORMAT JSONEachRow`,
    values: Readable.from([lines], { objectMode: false }),
    clickhouse_settings: { ...ONE_BLOCK, insert_deduplication_token: segmentId },
  });
  for await (const _ of stream.resume()); // An answer has no rows.
}
