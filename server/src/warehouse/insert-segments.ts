import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Insert } from "./link.ts";
import { ONE_BLOCK } from "./one-block.ts";
import { EVENT_FIELDS } from "./parse-visit-event.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";

/** Sends segments to a ClickHouse that cannot read them by itself, one after the other in one request. */
export const insertSegments =
  (client: ClickHouseClient): Insert =>
  async ({ token, segments }) => {
    const lines = async function* () {
      // As large as the event log lets a segment be.
      for (const { path } of segments) yield await UnreadableSegment.unless(path, readFile(path));
    };
    const { stream } = await client.exec({
      query: `INSERT INTO events (${EVENT_FIELDS.join(", ")}) FORMAT JSONEachRow`,
      values: Readable.from(lines(), { objectMode: false }),
      clickhouse_settings: { ...ONE_BLOCK, insert_deduplication_token: token },
    });
    for await (const _ of stream.resume()); // An answer has no rows.
  };
