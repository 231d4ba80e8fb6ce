import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import { pick, readStatement, writeStatement } from "#platform/database/statement.ts";
import type { KeptSignal, Signal } from "./signal.ts";

type SessionRow = {
  readonly handle_id: string;
  readonly session_id: string;
  readonly signals: number;
  readonly first_seen_at: number;
  readonly last_seen_at: number;
};
type SignalRow = {
  readonly handle_id: string;
  readonly session_id: string;
  readonly seq: number;
  readonly signal_key: string;
  readonly signal_value: string | null;
  readonly confidence: number;
  readonly source: string | null;
  /** JSON. */
  readonly metadata: string | null;
  readonly occurred_at: number;
  readonly at: number;
};
type ChainTables = { readonly chain_sessions: SessionRow; readonly chain_signals: SignalRow };
type Key = Pick<SessionRow, "handle_id" | "session_id">;

/** How much a session has sent, and between which receipts. Epoch milliseconds. */
export type Session = { readonly signals: number; readonly firstSeenAt: number; readonly lastSeenAt: number };

const oneSession = readStatement<Key, SessionRow>((db, { handle_id, session_id }) =>
  readerOf(db)
    .$extendTables<ChainTables>()
    .selectFrom("chain_sessions")
    .selectAll()
    .where("handle_id", "=", handle_id)
    .where("session_id", "=", session_id),
);

export async function findSession(
  read: Reader,
  handleId: string,
  sessionId: string,
): Promise<Session | undefined> {
  const [row] = await oneSession(read, { handle_id: handleId, session_id: sessionId });
  return row && { signals: row.signals, firstSeenAt: row.first_seen_at, lastSeenAt: row.last_seen_at };
}

const upsertSession = writeStatement<SessionRow>((db, row) =>
  db
    .$extendTables<ChainTables>()
    .insertInto("chain_sessions")
    .values(pick(row, "handle_id", "session_id", "signals", "first_seen_at", "last_seen_at"))
    .onConflict((taken) =>
      taken.columns(["handle_id", "session_id"]).doUpdateSet(pick(row, "signals", "last_seen_at")),
    ),
);

/** Appends to a session of which `held` signals are there, and counts them. */
export async function appendSignals(
  tx: Tx,
  handleId: string,
  sessionId: string,
  held: number,
  signals: readonly KeptSignal[],
  now: Date,
): Promise<void> {
  const key = { handle_id: handleId, session_id: sessionId };
  const at = now.getTime();
  await upsertSession(tx, { ...key, signals: held + signals.length, first_seen_at: at, last_seen_at: at });
  const rows = signals.map((signal, place) => ({
    ...key,
    seq: held + place,
    signal_key: signal.signalKey,
    signal_value: signal.signalValue,
    confidence: signal.confidence,
    source: signal.source,
    metadata: signal.metadata && JSON.stringify(signal.metadata),
    occurred_at: signal.occurredAt,
    at: signal.receivedAt,
  }));
  await tx.$extendTables<ChainTables>().insertInto("chain_signals").values(rows).execute();
}

type AskedRow = Pick<SignalRow, "signal_key" | "signal_value" | "confidence" | "occurred_at">;

const askedSignals = readStatement<Key, AskedRow>((db, { handle_id, session_id }) =>
  readerOf(db)
    .$extendTables<ChainTables>()
    .selectFrom("chain_signals")
    .select(["signal_key", "signal_value", "confidence", "occurred_at"])
    .where("handle_id", "=", handle_id)
    .where("session_id", "=", session_id),
);

/** What rules are asked of, in no order. */
export async function listSignals(read: Reader, handleId: string, sessionId: string): Promise<Signal[]> {
  const rows = await askedSignals(read, { handle_id: handleId, session_id: sessionId });
  return rows.map(toSignal);
}

/** In the order in which they happened; those of one moment in the order in which they came in. */
export async function listKeptSignals(
  read: Reader,
  handleId: string,
  sessionId: string,
): Promise<KeptSignal[]> {
  const rows = await read
    .$extendTables<ChainTables>()
    .selectFrom("chain_signals")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("session_id", "=", sessionId)
    .orderBy("occurred_at")
    .orderBy("seq")
    .execute();
  return rows.map((row) => ({
    ...toSignal(row),
    source: row.source,
    metadata: row.metadata === null ? null : JSON.parse(row.metadata),
    receivedAt: row.at,
  }));
}

const toSignal = (row: AskedRow): Signal => ({
  signalKey: row.signal_key,
  signalValue: row.signal_value,
  confidence: row.confidence,
  occurredAt: row.occurred_at,
});
