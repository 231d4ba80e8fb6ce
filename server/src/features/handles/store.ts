import type { Role } from "#kernel/access.ts";
import type { Reader } from "#platform/database/database.ts";
import type { Membership } from "#platform/http/door.ts";

export type HandleTables = {
  readonly handles: {
    readonly handle_id: string;
    readonly handle: string;
    readonly owner_user_id: string;
    readonly display_name: string | null;
    readonly bio: string | null;
    readonly avatar_url: string | null;
    readonly theme: string | null;
    readonly version: number;
    readonly created_at: number;
    readonly updated_at: number;
    readonly deleted_at: number | null;
  };
  readonly handle_names: {
    readonly name: string;
    readonly handle_id: string;
    readonly alias_until: number | null;
  };
  readonly members: {
    readonly handle_id: string;
    readonly user_id: string;
    readonly role: Role;
    readonly added_at: number;
  };
};

/** What this user may do now in the handle of this name, or of this earlier name; `undefined` for a stranger. */
export async function findMembership(
  read: Reader,
  name: string,
  userId: string,
  now: Date,
): Promise<Membership | undefined> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("handle_names")
    .innerJoin("handles", "handles.handle_id", "handle_names.handle_id")
    .innerJoin("members", "members.handle_id", "handles.handle_id")
    .select(["handles.handle_id", "handles.handle", "members.role"])
    .where("handle_names.name", "=", name)
    .where("members.user_id", "=", userId)
    .where("handles.deleted_at", "is", null)
    .where((or) => or.or([or("alias_until", "is", null), or("alias_until", ">", now.getTime())]))
    .executeTakeFirst();
  return row && { handleId: row.handle_id, handle: row.handle, role: row.role };
}

/** Whether this is the handle's name, or an earlier one that still leads to it. */
export async function isNameOf(read: Reader, name: string, handleId: string, now: Date): Promise<boolean> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("handle_names")
    .select("name")
    .where("name", "=", name)
    .where("handle_id", "=", handleId)
    .where((or) => or.or([or("alias_until", "is", null), or("alias_until", ">", now.getTime())]))
    .executeTakeFirst();
  return row !== undefined;
}

/** A member's role in a handle, as `read` has it. */
export async function findRole(read: Reader, handleId: string, userId: string): Promise<Role | undefined> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("members")
    .innerJoin("handles", "handles.handle_id", "members.handle_id")
    .select("members.role")
    .where("members.handle_id", "=", handleId)
    .where("members.user_id", "=", userId)
    .where("handles.deleted_at", "is", null)
    .executeTakeFirst();
  return row?.role;
}
