import type { UserTables } from "#features/users/index.ts";
import type { Role } from "#kernel/access.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { Collaborator, Person } from "./collaborator.ts";
import type { HandleTables } from "./store.ts";

/** As much of the tokens' table as ending them takes. */
type TokenTables = {
  readonly tokens: {
    readonly token_id: string;
    readonly handle_id: string;
    readonly created_by: string;
    readonly revoked_at: number | null;
  };
};
type Tables = HandleTables & UserTables & TokenTables;

/** Everyone in this handle but its owner, in the order in which they came. */
export async function listCollaborators(read: Reader, handleId: string): Promise<Collaborator[]> {
  const rows = await read
    .$extendTables<Tables>()
    .selectFrom("members")
    .innerJoin("users", "users.user_id", "members.user_id")
    .select(["users.user_id", "users.email", "members.role"])
    .where("handle_id", "=", handleId)
    .orderBy("members.added_at")
    .orderBy("users.user_id")
    .execute();
  return rows.flatMap(({ user_id: userId, email, role }) =>
    role === "OWNER" ? [] : [{ userId, email, role }],
  );
}

/** Whoever has one of these ids or addresses. */
export async function listPeople(
  read: Reader,
  userIds: readonly string[],
  emails: readonly string[],
): Promise<Person[]> {
  const people = read.$extendTables<Tables>().selectFrom("users").select(["user_id", "email"]);
  const byId = userIds.length === 0 ? [] : await people.where("user_id", "in", userIds).execute();
  const byEmail = emails.length === 0 ? [] : await people.where("email", "in", emails).execute();
  return [...byId, ...byEmail].map(({ user_id: userId, email }) => ({ userId, email }));
}

/** Whether this collaborator can take a handle over: they can still sign in. */
export async function isActiveMember(read: Reader, handleId: string, userId: string): Promise<boolean> {
  const row = await read
    .$extendTables<Tables>()
    .selectFrom("members")
    .innerJoin("users", "users.user_id", "members.user_id")
    .select("users.user_id")
    .where("handle_id", "=", handleId)
    .where("users.user_id", "=", userId)
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Adds a member, or gives one another role; when they came stays as it was. */
export async function saveMember(
  tx: Tx,
  handleId: string,
  userId: string,
  role: Role,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<Tables>()
    .insertInto("members")
    .values({ handle_id: handleId, user_id: userId, role, added_at: now.getTime() })
    .onConflict((known) => known.columns(["handle_id", "user_id"]).doUpdateSet({ role }))
    .execute();
}

export async function deleteMember(tx: Tx, handleId: string, userId: string): Promise<void> {
  await tx
    .$extendTables<Tables>()
    .deleteFrom("members")
    .where("handle_id", "=", handleId)
    .where("user_id", "=", userId)
    .execute();
}

export async function deleteMembers(tx: Tx, handleId: string): Promise<void> {
  await tx.$extendTables<Tables>().deleteFrom("members").where("handle_id", "=", handleId).execute();
}

/** The tokens of this handle that nobody has revoked, all or those that these people made. */
export async function listTokenIds(
  read: Reader,
  handleId: string,
  createdBy?: readonly string[],
): Promise<string[]> {
  if (createdBy?.length === 0) return [];
  const tokens = read
    .$extendTables<Tables>()
    .selectFrom("tokens")
    .select("token_id")
    .where("handle_id", "=", handleId)
    .where("revoked_at", "is", null);
  const rows = await (createdBy === undefined
    ? tokens
    : tokens.where("created_by", "in", createdBy)
  ).execute();
  return rows.map(({ token_id }) => token_id);
}
