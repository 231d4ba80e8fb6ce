import type { HandleTables } from "#features/handles/index.ts";
import type { Role } from "#kernel/access.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { SessionTables } from "./session-store.ts";
import type { Account } from "./user.ts";

type AccountTables = {
  readonly users: {
    readonly user_id: string;
    readonly email: string;
    readonly name: string | null;
    readonly password_hash: string;
    readonly created_at: number;
    readonly disabled_at: number | null;
    readonly email_proven_at: number | null;
    readonly time_zone: string | null;
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
export type UserTables = AccountTables & SessionTables;

const users = (read: Reader) => read.$extendTables<UserTables>().selectFrom("users");

const toAccount = (row: AccountTables["users"]): Account => ({
  userId: row.user_id,
  email: row.email,
  name: row.name,
  timeZone: row.time_zone,
  passwordHash: row.password_hash,
  createdAt: new Date(row.created_at),
});

/** The account that signs in with this address; `undefined` for a disabled one, as if it were not there. */
export async function findAccount(read: Reader, email: string): Promise<Account | undefined> {
  const row = await users(read)
    .selectAll()
    .where("email", "=", email)
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  return row && toAccount(row);
}

export async function findAccountById(read: Reader, userId: string): Promise<Account | undefined> {
  const row = await users(read)
    .selectAll()
    .where("user_id", "=", userId)
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  return row && toAccount(row);
}

export async function hasAnyUser(read: Reader): Promise<boolean> {
  return (await users(read).select("user_id").limit(1).executeTakeFirst()) !== undefined;
}

/** Whether the address is somebody's, a disabled account's as well. */
export async function isTaken(read: Reader, email: string): Promise<boolean> {
  const row = await users(read).select("user_id").where("email", "=", email).executeTakeFirst();
  return row !== undefined;
}

/** False when the address is taken. */
export async function insertUser(tx: Tx, account: Account, emailProvenAt: Date | null): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .$extendTables<UserTables>()
    .insertInto("users")
    .values({
      user_id: account.userId,
      email: account.email,
      name: account.name,
      password_hash: account.passwordHash,
      created_at: account.createdAt.getTime(),
      disabled_at: null,
      email_proven_at: emailProvenAt?.getTime() ?? null,
      time_zone: account.timeZone,
    })
    .onConflict((taken) => taken.column("email").doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Notes that mail to the account's address reaches whoever uses it. */
export async function proveEmail(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .$extendTables<UserTables>()
    .updateTable("users")
    .set({ email_proven_at: now.getTime() })
    .where("user_id", "=", userId)
    .where("email_proven_at", "is", null)
    .execute();
}

export async function hasProvenEmail(read: Reader, userId: string): Promise<boolean> {
  const row = await users(read)
    .select("user_id")
    .where("user_id", "=", userId)
    .where("email_proven_at", "is not", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Replaces exactly the password that was proven; false when it is another by now. */
export async function replacePasswordHash(
  tx: Tx,
  userId: string,
  before: string,
  after: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .$extendTables<UserTables>()
    .updateTable("users")
    .set({ password_hash: after })
    .where("user_id", "=", userId)
    .where("password_hash", "=", before)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Sets what a user says of themselves. */
export async function saveUser(
  tx: Tx,
  userId: string,
  { name, timeZone }: Pick<Account, "name" | "timeZone">,
): Promise<void> {
  await tx
    .$extendTables<UserTables>()
    .updateTable("users")
    .set({ name, time_zone: timeZone })
    .where("user_id", "=", userId)
    .execute();
}

/** Every handle this user acts in, by name. */
export async function listPlaces(read: Reader, userId: string): Promise<{ handle: string; role: Role }[]> {
  return read
    .$extendTables<HandleTables>()
    .selectFrom("members")
    .innerJoin("handles", "handles.handle_id", "members.handle_id")
    .select(["handles.handle", "members.role"])
    .where("members.user_id", "=", userId)
    .where("handles.deleted_at", "is", null)
    .orderBy("handles.handle")
    .execute();
}

/** Keeps the hash of a mailed token until it ends; those that have ended go. */
export async function insertReset(
  tx: Tx,
  reset: { readonly hash: string; readonly userId: string; readonly expiresAt: number },
  now: Date,
): Promise<void> {
  const resets = tx.$extendTables<UserTables>();
  await resets
    .deleteFrom("password_resets")
    .where("user_id", "=", reset.userId)
    .where("expires_at", "<=", now.getTime())
    .execute();
  const row = { token_hash: reset.hash, user_id: reset.userId, expires_at: reset.expiresAt, used_at: null };
  await resets.insertInto("password_resets").values(row).execute();
}

/** Whose password an unused token may still set. */
export async function findReset(read: Reader, hash: string, now: Date): Promise<Account | undefined> {
  const row = await users(read)
    .innerJoin("password_resets", "password_resets.user_id", "users.user_id")
    .selectAll("users")
    .where("token_hash", "=", hash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now.getTime())
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  return row && toAccount(row);
}

/** One of a user's tokens used is all of them used. */
export async function useResets(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .$extendTables<UserTables>()
    .updateTable("password_resets")
    .set({ used_at: now.getTime() })
    .where("user_id", "=", userId)
    .where("used_at", "is", null)
    .execute();
}

export async function insertInvitation(
  tx: Tx,
  invitation: {
    readonly hash: string;
    readonly email: string;
    readonly by: string;
    readonly expiresAt: number;
  },
  now: Date,
): Promise<void> {
  const { hash: token_hash, email, by: invited_by, expiresAt: expires_at } = invitation;
  await tx
    .$extendTables<UserTables>()
    .insertInto("invitations")
    .values({ token_hash, email, invited_by, created_at: now.getTime(), expires_at, used_at: null })
    .execute();
}

/** Whether this token invites this address, has not been used and has not ended. */
export async function isInvited(read: Reader, hash: string, email: string, now: Date): Promise<boolean> {
  const row = await read
    .$extendTables<UserTables>()
    .selectFrom("invitations")
    .select("token_hash")
    .where("token_hash", "=", hash)
    .where("email", "=", email)
    .where("used_at", "is", null)
    .where("expires_at", ">", now.getTime())
    .executeTakeFirst();
  return row !== undefined;
}

/** Whoever has an account needs no invitation any more. */
export async function useInvitations(tx: Tx, email: string, now: Date): Promise<void> {
  await tx
    .$extendTables<UserTables>()
    .updateTable("invitations")
    .set({ used_at: now.getTime() })
    .where("email", "=", email)
    .where("used_at", "is", null)
    .execute();
}
