import { join } from "node:path";
import { ClickHouseError, EXCEPTION_TAG_HEADER_NAME, extractErrorAtTheEndOfChunk } from "@clickhouse/client";
import type { OneAtATime } from "#platform/jobs/one-at-a-time.ts";
import { connectLocal } from "./connect-local.ts";
import { connectRemote } from "./connect-remote.ts";
import { keepLinked } from "./keep-linked.ts";
import type { Link } from "./link.ts";
import type { Log } from "./log.ts";
import { migrateWarehouse } from "./migrate-warehouse.ts";
import { placementOf } from "./placement.ts";
import { removeEvents } from "./remove-events.ts";
import { rowsOf } from "./rows-of.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";
import type { StreamFormat, Warehouse } from "./warehouse.ts";
import { WarehouseUnavailable } from "./warehouse-unavailable.ts";

type Options = {
  readonly dataDir: string;
  readonly clickhouseUrl?: string | undefined;
  /** The cluster on which that server creates the tables, as its configuration names it. */
  readonly cluster?: string | undefined;
  /** For what processes that share a warehouse must not do at once. */
  readonly oneAtATime?: OneAtATime;
  /** Told of each query that reached an engine. */
  readonly onQuery?: (seconds: number, isAnswered: boolean) => void;
  /** How often it is asked whether it is there; after three questions without an answer it is given up. */
  readonly pingEveryMs?: number;
  readonly log: Log;
};

const PING_EVERY_MS = 5_000;

/** Returns before the warehouse is up, and keeps it up from then on: nothing else ever waits for it to start. */
export function openWarehouse({
  dataDir,
  clickhouseUrl,
  cluster,
  oneAtATime = (work) => work(),
  onQuery = () => {},
  pingEveryMs = PING_EVERY_MS,
  log,
}: Options): Warehouse {
  const placement = placementOf(cluster);
  const stop = new AbortController();
  const counters = { connects: 0, failures: 0, segmentsInserted: 0 };
  let link: Link | undefined;
  let firstLink = Promise.withResolvers<void>();
  firstLink.promise.catch(() => {}); // Nobody need be waiting.
  const linked = keepLinked({
    connect: clickhouseUrl
      ? connectRemote(clickhouseUrl, cluster !== undefined)
      : connectLocal(join(dataDir, "warehouse")),
    prepare: ({ writer }) => migrateWarehouse(writer, placement, { oneAtATime, signal: stop.signal }),
    onChange: (changed) => {
      link = changed;
      if (changed !== undefined) return firstLink.resolve();
      firstLink = Promise.withResolvers<void>();
      firstLink.promise.catch(() => {});
    },
    counters,
    pingEveryMs,
    log,
    signal: stop.signal,
  });
  const current = (): Link => {
    if (link === undefined) throw new WarehouseUnavailable();
    return link;
  };

  return {
    counters,
    ready: () => link !== undefined,
    whenReady: () => firstLink.promise,
    enginePid: () => link?.pid,
    query: <Row>(sql: string, params = {}, { signal }: { signal?: AbortSignal } = {}) =>
      translated(signal, async () => {
        const { ask } = current();
        return timed(onQuery, async () => rowsOf<Row>(await ask(sql, params, signal)));
      }),
    stream: (sql, params, { format, signal }) => streamBytes(current, sql, params, format, signal),
    insertSegments: (shipment) =>
      translated(undefined, async () => {
        await current().insert(shipment);
        counters.segmentsInserted += shipment.segments.length;
      }),
    removeEvents: (which) =>
      translated(undefined, () => removeEvents(() => current().writer, placement, which)),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await linked;
      link = undefined;
      firstLink.reject(new WarehouseUnavailable());
    },
  };
}

async function timed<T>(
  tell: (seconds: number, isAnswered: boolean) => void,
  work: () => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  let isAnswered = false;
  try {
    const answer = await work();
    isAnswered = true;
    return answer;
  } finally {
    tell((performance.now() - begun) / 1000, isAnswered);
  }
}

async function* streamBytes(
  current: () => Link,
  query: string,
  params: Readonly<Record<string, unknown>>,
  format: StreamFormat,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { stream, response_headers } = await translated(signal, () =>
    current().reader.exec({
      query: `${query}\nFORMAT ${format}`,
      query_params: { ...params },
      ...(signal && { abort_signal: signal }),
    }),
  );
  const tag = response_headers[EXCEPTION_TAG_HEADER_NAME]?.toString();
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  try {
    while (true) {
      const { done, value } = await translated(signal, () => chunks.next());
      if (done) return;
      if (tag !== undefined && value.includes(`__exception__\r\n${tag}`))
        throw extractErrorAtTheEndOfChunk(value, tag);
      yield value;
    }
  } finally {
    stream.destroy();
  }
}

/** The engine's own refusals pass; so do a caller's abort and a file that cannot be read. The rest is the connection. */
async function translated<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    signal?.throwIfAborted();
    if (
      cause instanceof ClickHouseError ||
      cause instanceof WarehouseUnavailable ||
      cause instanceof UnreadableSegment
    )
      throw cause;
    throw new WarehouseUnavailable(cause);
  }
}
