import { sql } from "kysely";
import type { Reader, Tx } from "#platform/database/database.ts";

type OldTables = {
  readonly chain_sessions: {
    readonly handle_id: string;
    readonly session_id: string;
    readonly last_seen_at: number;
  };
  readonly chain_signals: { readonly handle_id: string; readonly occurred_at: number };
  readonly conversions: {
    readonly handle_id: string;
    readonly slug: string;
    readonly click_id: string;
    readonly event_type: string;
    readonly value: string;
    readonly currency: string;
    readonly occurred_at: number;
  };
};

/** As it stands in the partial index, which the engine uses for the same words alone. */
const IS_WHOLE = sql<boolean>`event_type != ''`;

type Times = (read: Reader, handleId: string, before: number, skip: number) => Promise<number | undefined>;

/** When the signal happened that is `skip` after the first of those before; `undefined` when there are fewer. */
const signalTime: Times = async (read, handleId, before, skip) => {
  const row = await read
    .$extendTables<OldTables>()
    .selectFrom("chain_signals")
    .select("occurred_at")
    .where("handle_id", "=", handleId)
    .where("occurred_at", "<", before)
    .orderBy("occurred_at")
    .limit(1)
    .offset(skip)
    .executeTakeFirst();
  return row?.occurred_at;
};
const sessionTime: Times = async (read, handleId, before, skip) => {
  const row = await read
    .$extendTables<OldTables>()
    .selectFrom("chain_sessions")
    .select("last_seen_at")
    .where("handle_id", "=", handleId)
    .where("last_seen_at", "<", before)
    .orderBy("last_seen_at")
    .limit(1)
    .offset(skip)
    .executeTakeFirst();
  return row?.last_seen_at;
};
const conversionTime: Times = async (read, handleId, before, skip) => {
  const row = await read
    .$extendTables<OldTables>()
    .selectFrom("conversions")
    .select("occurred_at")
    .where("handle_id", "=", handleId)
    .where("occurred_at", "<", before)
    .where(IS_WHOLE)
    .orderBy("occurred_at")
    .limit(1)
    .offset(skip)
    .executeTakeFirst();
  return row?.occurred_at;
};

/**
 * Up to when to go so that about `size` rows of each kind go at once, since all other writers wait meanwhile; `undefined`
 * when nothing of this handle is older than `before`.
 */
export async function nextOldRows(
  read: Reader,
  handleId: string,
  before: number,
  size: number,
): Promise<number | undefined> {
  const ends: number[] = [];
  for (const timeOf of [signalTime, sessionTime, conversionTime]) {
    const first = await timeOf(read, handleId, before, 0);
    if (first === undefined) continue;
    const last = await timeOf(read, handleId, before, size);
    ends.push(last === undefined ? before : Math.max(last, first + 1));
  }
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Signals and sessions go; of a conversion what it was goes, and its key stays, so that it never counts again. */
export async function removeOldRows(tx: Tx, handleId: string, before: number): Promise<void> {
  const tables = tx.$extendTables<OldTables>();
  await tables
    .deleteFrom("chain_signals")
    .where("handle_id", "=", handleId)
    .where("occurred_at", "<", before)
    .execute();
  await tables
    .deleteFrom("chain_sessions")
    .where("handle_id", "=", handleId)
    .where("last_seen_at", "<", before)
    .execute();
  await tables
    .updateTable("conversions")
    .set({ slug: "", click_id: "", event_type: "", value: "0", currency: "" })
    .where("handle_id", "=", handleId)
    .where("occurred_at", "<", before)
    .where(IS_WHOLE)
    .execute();
}
