import type { ClickHouseClient } from "@clickhouse/client";
import type { DoomedEvents } from "#platform/deps.ts";
import { awaitMutations } from "./await-mutations.ts";
import type { Placement } from "./placement.ts";

const WAIT_MS_MAX = 600_000;

/**
 * A month goes as a whole; rows by a mutation that rewrites the parts that hold them. The mutation is begun and then looked
 * after, because a statement that waits for it would keep the embedded engine from answering anyone else. One that a dead
 * process began goes on by itself when the engine is back.
 */
export async function removeEvents(
  client: () => ClickHouseClient,
  { rowsTable, mutations }: Placement,
  which: DoomedEvents,
): Promise<void> {
  if ("month" in which) {
    if (!/^\d{6}$/.test(which.month)) throw new Error(`${which.month} is no month.`);
    await client().command({ query: `alter table ${rowsTable} drop partition id '${which.month}'` });
    return;
  }
  await client().command({
    query: `alter table ${rowsTable} delete where ${which.where}`,
    query_params: { ...which.params },
  });
  await awaitMutations(client, mutations, WAIT_MS_MAX);
}
