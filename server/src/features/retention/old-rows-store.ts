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

type Kind = {
  readonly table: "chain_signals" | "chain_sessions" | "conversions";
  readonly time: "occurred_at" | "last_seen_at";
  readonly which?: typeof IS_WHOLE;
};

const KINDS: readonly Kind[] = [
  { table: "chain_signals", time: "occurred_at" },
  { table: "chain_sessions", time: "last_seen_at" },
  { table: "conversions", time: "occurred_at", which: IS_WHOLE },
];

/** When the row is from that is `skip` after the first of those before; `undefined` when there are fewer. */
async function timeOf(
  read: Reader,
  { table, time, which = sql<boolean>`true` }: Kind,
  handleId: string,
  before: number,
  skip: number,
): Promise<number | undefined> {
  const row = await read
    .selectFrom(sql<object>`${sql.table(table)}`.as("old"))
    .select(sql.ref<number>(time).as("at"))
    .where(sql.ref("handle_id"), "=", handleId)
    .where(sql.ref(time), "<", before)
    .where(which)
    .orderBy(sql.ref(time))
    .limit(1)
    .offset(skip)
    .executeTakeFirst();
  return row?.at;
}

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
  for (const kind of KINDS) {
    const first = await timeOf(read, kind, handleId, before, 0);
    if (first === undefined) continue;
    const last = await timeOf(read, kind, handleId, before, size);
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
