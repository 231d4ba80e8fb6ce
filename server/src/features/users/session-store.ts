import type { Reader, Tx } from "#platform/database/database.ts";
import type { Session } from "./session.ts";

export type SessionTables = {
  readonly sessions: {
    readonly session_id: string;
    readonly user_id: string;
    readonly user_agent: string;
    readonly created_at: number;
    readonly expires_at: number;
    readonly ended_at: number | null;
    readonly end_reason: string | null;
  };
  readonly refresh_tokens: {
    readonly token_hash: string;
    readonly session_id: string;
    readonly created_at: number;
    readonly used_at: number | null;
  };
};
/** A session holds for as long as its user may sign in. */
type Tables = SessionTables & {
  readonly users: { readonly user_id: string; readonly disabled_at: number | null };
};

/** Whether this session was not ended and its user not disabled. */
export async function sessionHolds(
  read: Reader,
  { sessionId, userId }: { readonly sessionId: string; readonly userId: string },
  now: Date,
): Promise<boolean> {
  const row = await read
    .$extendTables<Tables>()
    .selectFrom("sessions")
    .innerJoin("users", "users.user_id", "sessions.user_id")
    .select("sessions.session_id")
    .where("sessions.session_id", "=", sessionId)
    .where("sessions.user_id", "=", userId)
    .where("sessions.ended_at", "is", null)
    .where("sessions.expires_at", ">", now.getTime())
    .where("users.disabled_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function isKnownSession(read: Reader, sessionId: string): Promise<boolean> {
  const row = await read
    .$extendTables<Tables>()
    .selectFrom("sessions")
    .select("session_id")
    .where("session_id", "=", sessionId)
    .executeTakeFirst();
  return row !== undefined;
}

/** False when there is such a session already, however it stands. */
export async function insertSession(
  tx: Tx,
  session: Session,
  userAgent: string,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .$extendTables<Tables>()
    .insertInto("sessions")
    .values({
      session_id: session.sessionId,
      user_id: session.userId,
      user_agent: userAgent.slice(0, 256),
      created_at: now.getTime(),
      expires_at: session.expiresAt.getTime(),
      ended_at: null,
      end_reason: null,
    })
    .onConflict((known) => known.column("session_id").doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Ends what is left of a user's sessions, all of them or all but one; answers which they were. */
export async function endSessions(
  tx: Tx,
  userId: string,
  reason: string,
  now: Date,
  except = "",
): Promise<string[]> {
  const rows = await tx
    .$extendTables<Tables>()
    .updateTable("sessions")
    .set({ ended_at: now.getTime(), end_reason: reason })
    .where("user_id", "=", userId)
    .where("session_id", "!=", except)
    .where("ended_at", "is", null)
    .where("expires_at", ">", now.getTime())
    .returning("session_id")
    .execute();
  return rows.map(({ session_id }) => session_id);
}

export async function endSession(tx: Tx, sessionId: string, reason: string, now: Date): Promise<void> {
  await tx
    .$extendTables<Tables>()
    .updateTable("sessions")
    .set({ ended_at: now.getTime(), end_reason: reason })
    .where("session_id", "=", sessionId)
    .where("ended_at", "is", null)
    .execute();
}

export type StoredRefresh = { readonly session: Session; readonly usedAt: number | null };

/** A refresh token of a session that holds, used or not. */
export async function findRefresh(read: Reader, hash: string, now: Date): Promise<StoredRefresh | undefined> {
  const row = await read
    .$extendTables<Tables>()
    .selectFrom("refresh_tokens")
    .innerJoin("sessions", "sessions.session_id", "refresh_tokens.session_id")
    .innerJoin("users", "users.user_id", "sessions.user_id")
    .select(["sessions.session_id", "sessions.user_id", "sessions.expires_at", "used_at"])
    .where("token_hash", "=", hash)
    .where("sessions.ended_at", "is", null)
    .where("sessions.expires_at", ">", now.getTime())
    .where("users.disabled_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { session_id: sessionId, user_id: userId, used_at: usedAt } = row;
  return { session: { sessionId, userId, expiresAt: new Date(row.expires_at) }, usedAt };
}

export async function insertRefresh(tx: Tx, hash: string, sessionId: string, now: Date): Promise<void> {
  const row = { token_hash: hash, session_id: sessionId, created_at: now.getTime(), used_at: null };
  await tx.$extendTables<Tables>().insertInto("refresh_tokens").values(row).execute();
}

/** A second use leaves the time of the first, from which the grace counts. */
export async function useRefresh(tx: Tx, hash: string, now: Date): Promise<void> {
  await tx
    .$extendTables<Tables>()
    .updateTable("refresh_tokens")
    .set({ used_at: now.getTime() })
    .where("token_hash", "=", hash)
    .where("used_at", "is", null)
    .execute();
}

/** Forgets the refresh tokens of a user's sessions that are over: nothing can come of them any more. */
export async function deleteDeadRefreshes(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .$extendTables<Tables>()
    .deleteFrom("refresh_tokens")
    .where("session_id", "in", (dead) =>
      dead
        .selectFrom("sessions")
        .select("session_id")
        .where("user_id", "=", userId)
        .where((or) => or.or([or("ended_at", "is not", null), or("expires_at", "<=", now.getTime())])),
    )
    .execute();
}
