import { setTimeout as delay } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Placement } from "./placement.ts";

const POLL_MS = 50;

/**
 * Resolves once no change of rows is unfinished. They are looked after, because a statement that waits for one would keep the
 * embedded engine from answering anyone else. Rejects after `limitMs`, with the engine's reason, and
 * by `signal`: the changes go on.
 */
export async function awaitMutations(
  client: () => ClickHouseClient,
  mutations: Placement["mutations"],
  limitMs: number,
  signal?: AbortSignal,
): Promise<void> {
  for (const begun = performance.now(); ; await delay(POLL_MS, undefined, { ...(signal && { signal }) })) {
    const query = `select count() as waiting, max(latest_fail_reason) as reason
from ${mutations} and database = currentDatabase() and not is_done`;
    const result = await client().query({ query, format: "JSONEachRow" });
    const [row] = await result.json<{ waiting: number | string; reason: string }>();
    if (row === undefined)
      throw new Error("The warehouse does not say which changes of rows are unfinished.");
    if (Number(row.waiting) === 0) return;
    if (performance.now() - begun > limitMs) {
      const minutes = Math.round(limitMs / 60_000);
      throw new Error(`Rows are still being changed after ${minutes} minutes. ${row.reason}`);
    }
  }
}
