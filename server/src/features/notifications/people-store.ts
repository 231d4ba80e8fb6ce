import type { HandleTables } from "#features/handles/index.ts";
import type { UserTables } from "#features/users/index.ts";
import type { Reader } from "#platform/database/database.ts";

/** A handle's name, and the addresses of its people. */
export type People = {
  readonly handle: string;
  /** `null` for an account that is closed. */
  readonly owner: string | null;
  /** The owner's too. */
  readonly members: ReadonlySet<string>;
};

/** `undefined` for a handle that is deleted. */
export async function findPeople(read: Reader, handleId: string): Promise<People | undefined> {
  const tables = read.$extendTables<HandleTables & UserTables>();
  const found = await tables
    .selectFrom("handles")
    .leftJoin("users", (on) =>
      on.onRef("users.user_id", "=", "handles.owner_user_id").on("users.disabled_at", "is", null),
    )
    .select(["handles.handle", "users.email"])
    .where("handles.handle_id", "=", handleId)
    .where("handles.deleted_at", "is", null)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const rows = await tables
    .selectFrom("members")
    .innerJoin("users", "users.user_id", "members.user_id")
    .select("users.email")
    .where("members.handle_id", "=", handleId)
    .where("users.disabled_at", "is", null)
    .execute();
  const owner = found.email;
  const members = new Set([...rows.map(({ email }) => email), ...(owner === null ? [] : [owner])]);
  return { handle: found.handle, owner, members };
}
