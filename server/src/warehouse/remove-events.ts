import type { ClickHouseClient } from "@clickhouse/client";
import type { DoomedEvents } from "#platform/deps.ts";
import { awaitMutations } from "./await-mutations.ts";
import type { Placement } from "./placement.ts";

const WAIT_MS_MAX = 600_000;

/**
 * A month goes as a whole; rows by a mutation that rewrites the parts that hold them, in the months that have such rows alone: in
 * each other part the engine would look for them for a tenth of a second. The mutations are begun and then looked after,
 * because a statement that waits for one keeps the embedded engine from answering anyone else. One that a dead process began
 * goes on by itself when the engine is back.
 */
export async function removeEvents(
  client: () => ClickHouseClient,
  { rowsTable, mutations }: Placement,
  which: DoomedEvents,
): Promise<void> {
  if ("month" in which) {
    await client().command({ query: `alter table ${rowsTable} drop partition id '${monthOf(which.month)}'` });
    return;
  }
  const { where, params, isClickIdOnly } = which;
  const query_params = { ...params };
  const query = `select distinct _partition_id as month from events where ${where}`;
  const found = await client().query({ query, query_params, format: "JSONEachRow" });
  const change = isClickIdOnly ? "update clickId = ''" : "delete";
  for (const { month } of await found.json<{ month: string }>()) {
    const inMonth = `${change} in partition id '${monthOf(month)}' where ${where}`;
    await client().command({ query: `alter table ${rowsTable} ${inMonth}`, query_params });
  }
  await awaitMutations(client, mutations, WAIT_MS_MAX);
}

/** It is no parameter, so what it says has to be known. */
function monthOf(text: string): string {
  if (!/^\d{6}$/.test(text)) throw new Error(`${text} is no month.`);
  return text;
}
