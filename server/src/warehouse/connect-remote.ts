import type { ClickHouseSettings } from "@clickhouse/client";
import { askClient, clickhouseClients } from "./clickhouse-clients.ts";
import { insertSegments } from "./insert-segments.ts";
import type { Connect } from "./link.ts";

/**
 * On a cluster an insert is answered when every shard has its rows, and a handle's question goes to its shard alone. Without
 * the first a segment would be gone from disk while another server still held its rows in a queue, under another token.
 */
const ON_CLUSTER: ClickHouseSettings = { distributed_foreground_insert: 1, optimize_skip_unused_shards: 1 };

/** A ClickHouse that somebody else runs: `http(s)://user:password@host:port/database`. */
export function connectRemote(url: string, isCluster = false): Connect {
  return async (signal) => {
    const clients = clickhouseClients(
      (max_open_connections) => ({ url, max_open_connections }),
      isCluster ? ON_CLUSTER : {},
    );
    const close = async () => {
      await Promise.all([clients.reader.close(), clients.writer.close()]);
    };
    const pong = await clients.writer.ping({ select: true, abort_signal: signal });
    if (pong.success) {
      return {
        ...clients,
        ask: askClient(clients.reader),
        insert: insertSegments(clients.writer),
        pid: undefined,
        lost: new Promise(() => {}),
        [Symbol.asyncDispose]: close,
      };
    }
    await close();
    throw pong.error;
  };
}
