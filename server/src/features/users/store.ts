import type { Reader } from "#platform/database/database.ts";

export type UserTables = {
  readonly users: {
    readonly user_id: string;
    readonly email: string;
    readonly name: string | null;
    readonly password_hash: string;
    readonly created_at: number;
    readonly disabled_at: number | null;
  };
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
  readonly password_resets: {
    readonly token_hash: string;
    readonly user_id: string;
    readonly expires_at: number;
    readonly used_at: number | null;
  };
  readonly invitations: {
    readonly token_hash: string;
    readonly email: string;
    readonly invited_by: string;
    readonly created_at: number;
    readonly expires_at: number;
    readonly used_at: number | null;
  };
};

/** Whether this session was not ended and its user not disabled. */
export async function sessionHolds(
  read: Reader,
  { sessionId, userId }: { readonly sessionId: string; readonly userId: string },
  now: Date,
): Promise<boolean> {
  const row = await read
    .$extendTables<UserTables>()
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
