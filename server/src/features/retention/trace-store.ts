import type { VisitEvent } from "#kernel/visit-event.ts";
import type { Reader, Tx } from "#platform/database/database.ts";

type TraceTables = {
  readonly chain_sessions: { readonly handle_id: string; readonly session_id: string };
  readonly chain_signals: { readonly handle_id: string; readonly session_id: string };
  readonly conversions: { readonly handle_id: string; readonly click_id: string };
  readonly leads: {
    readonly handle_id: string;
    readonly session_id: string | null;
    readonly click_id: string | null;
  };
};

/** Everything that the database itself knows of a visitor, and what speaks of it elsewhere. */
export async function removeTraces(tx: Tx, handleId: string, visitorId: string): Promise<void> {
  const tables = tx.$extendTables<TraceTables>();
  for (const table of ["chain_signals", "chain_sessions"] as const) {
    await tables
      .deleteFrom(table)
      .where("handle_id", "=", handleId)
      .where("session_id", "=", visitorId)
      .execute();
  }
  await tables
    .deleteFrom("visitor_segments")
    .where("handle_id", "=", handleId)
    .where("visitor_id", "=", visitorId)
    .execute();
  // What somebody has written stays, without what they have done before: it is erased by their e-mail address.
  await tables
    .updateTable("leads")
    .set({ session_id: null, click_id: null })
    .where("handle_id", "=", handleId)
    .where("session_id", "=", visitorId)
    .execute();
  const told = await tables
    .selectFrom("outbox")
    .select(["id", "payload"])
    .where("handle_id", "=", handleId)
    .where("payload", "like", `%"visitorId":"${visitorId}"%`)
    .execute();
  // An underscore stands for any letter there, so what is found is looked at again.
  const theirs = told.filter(({ payload }) => JSON.parse(payload).visitorId === visitorId);
  for (const { id } of theirs) await tables.deleteFrom("outbox").where("id", "=", id).execute();
  // That something was done stays; to whom goes.
  await tables
    .updateTable("audit_events")
    .set({ target: "erased", details: null })
    .where("handle_id", "=", handleId)
    .where("target", "=", visitorId)
    .execute();
}

type Pending = { readonly id: string; readonly segmentId: string | null };

/** The visitor's events that have not left the database yet. */
export async function listPendingOf(
  read: Reader,
  handleId: string,
  visitorId: string,
): Promise<readonly Pending[]> {
  const rows = await read
    .selectFrom("pending_visits")
    .selectAll()
    // An underscore stands for any letter there, so what is found is looked at again.
    .where("event", "like", `%"${visitorId}"%`)
    .execute();
  return rows.flatMap(({ id, event, segment_id }) => {
    const { handleId: owner, visitor, sessionId } = JSON.parse(event) as VisitEvent;
    const isTheirs = owner === handleId && (visitor === visitorId || sessionId === visitorId);
    return isTheirs ? [{ id, segmentId: segment_id }] : [];
  });
}

/** Those alone that are free: one that has its segment is written there again and again, the same. */
export async function removeFreePending(tx: Tx, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    await tx
      .deleteFrom("pending_visits")
      .where("id", "in", ids.slice(at, at + CHUNK))
      .where("segment_id", "is", null)
      .execute();
  }
}

/** Conversions and leads of these clicks are of nobody's any more. */
export async function forgetClicks(tx: Tx, handleId: string, clickIds: readonly string[]): Promise<void> {
  for (let at = 0; at < clickIds.length; at += CHUNK) {
    await tx
      .$extendTables<TraceTables>()
      .updateTable("conversions")
      .set({ click_id: "" })
      .where("handle_id", "=", handleId)
      .where("click_id", "in", clickIds.slice(at, at + CHUNK))
      .execute();
    await tx
      .$extendTables<TraceTables>()
      .updateTable("leads")
      .set({ click_id: null })
      .where("handle_id", "=", handleId)
      .where("click_id", "in", clickIds.slice(at, at + CHUNK))
      .execute();
  }
}

const CHUNK = 500;
