import { randomUUID } from "node:crypto";
import { type ClickHouseClient, ClickHouseError, type ClickHouseSettings } from "@clickhouse/client";
import { askClient, clickhouseClients } from "./clickhouse-clients.ts";
import { insertSegments } from "./insert-segments.ts";
import type { Connect } from "./link.ts";

/**
 * On a cluster an insert is answered when every shard has its rows, and a handle's question goes to its shard alone. Without
 * the first a segment would be gone from disk while another server still held its rows in a queue, under another token.
 */
const ON_CLUSTER: ClickHouseSettings = { distributed_foreground_insert: 1, optimize_skip_unused_shards: 1 };

const ANSWER_MS_MAX = 10_000;

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
    try {
      await requireClickHouse(clients.writer, signal);
    } catch (cause) {
      await close();
      throw cause;
    }
    return {
      ...clients,
      ask: askClient(clients.reader),
      insert: insertSegments(clients.writer),
      pid: undefined,
      lost: new Promise(() => {}),
      [Symbol.asyncDispose]: close,
    };
  };
}

/** Whatever else answers 200 would be sent the events, and nobody would have them. */
async function requireClickHouse(client: ClickHouseClient, signal: AbortSignal): Promise<void> {
  const word = randomUUID();
  const said = await answerOf(client, word, signal);
  if (!said.includes([...word].reverse().join(""))) throw notClickHouse();
}

/** Turned round, which no echo does. */
async function answerOf(client: ClickHouseClient, word: string, signal: AbortSignal): Promise<string> {
  const patience = AbortSignal.timeout(ANSWER_MS_MAX);
  try {
    const answer = await client.query({
      query: "select reverse({word:String}) as word",
      query_params: { word },
      format: "JSONEachRow",
      abort_signal: AbortSignal.any([signal, patience]),
    });
    return await answer.text();
  } catch (cause) {
    signal.throwIfAborted();
    if (patience.aborted) throw new Error("ClickHouse does not answer.", { cause });
    const isSaid = cause instanceof ClickHouseError || (cause instanceof Error && "code" in cause);
    throw isSaid ? cause : notClickHouse(cause);
  }
}

const notClickHouse = (cause?: unknown) =>
  new Error("What answers at CLICKHOUSE_URL is not ClickHouse.", { cause });
