import type { Role } from "#kernel/access.ts";
import { noSuchHandle } from "#kernel/errors.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { Membership } from "#platform/http/door.ts";
import type { Handle } from "./handle.ts";

type HandleRow = {
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
export type HandleTables = {
  readonly handles: HandleRow;
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

/** The handle of this name, or of this earlier name, by its present one; `undefined` where there is none. */
export async function findNamedHandle(
  read: Reader,
  name: string,
  now: Date,
): Promise<Pick<Handle, "handleId" | "handle"> | undefined> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("handle_names")
    .innerJoin("handles", "handles.handle_id", "handle_names.handle_id")
    .select(["handles.handle_id", "handles.handle"])
    .where("handle_names.name", "=", name)
    .where("handles.deleted_at", "is", null)
    .where((or) => or.or([or("alias_until", "is", null), or("alias_until", ">", now.getTime())]))
    .executeTakeFirst();
  return row && { handleId: row.handle_id, handle: row.handle };
}

/** Whose a handle is; `undefined` for one that is deleted. */
export async function findOwner(read: Reader, handleId: string): Promise<string | undefined> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("handles")
    .select("owner_user_id")
    .where("handle_id", "=", handleId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row?.owner_user_id;
}

/** A handle's present name; `undefined` for one that is deleted. */
export async function findHandleName(read: Reader, handleId: string): Promise<string | undefined> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("handles")
    .select("handle")
    .where("handle_id", "=", handleId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row?.handle;
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

/** A handle that is not deleted; throws for one that is. */
export async function getHandle(read: Reader, handleId: string): Promise<Handle> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("handles")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) throw noSuchHandle();
  return toHandle(row);
}

export type OwnHandle = { readonly handle: Handle; readonly role: Role };

/** The handles that a user works in, by name, those after `after`. */
export async function listOwnHandles(
  read: Reader,
  userId: string,
  after: string | undefined,
  limit: number,
): Promise<OwnHandle[]> {
  const own = read
    .$extendTables<HandleTables>()
    .selectFrom("members")
    .innerJoin("handles", "handles.handle_id", "members.handle_id")
    .selectAll("handles")
    .select("members.role")
    .where("members.user_id", "=", userId)
    .where("handles.deleted_at", "is", null)
    .orderBy("handles.handle")
    .limit(limit);
  const rows = await (after === undefined ? own : own.where("handles.handle", ">", after)).execute();
  return rows.map((row) => ({ handle: toHandle(row), role: row.role }));
}

export async function insertHandle(tx: Tx, handle: Handle): Promise<void> {
  await tx.$extendTables<HandleTables>().insertInto("handles").values(toRow(handle)).execute();
}

export async function updateHandle(tx: Tx, handle: Handle, deletedAt: Date | null = null): Promise<void> {
  await tx
    .$extendTables<HandleTables>()
    .updateTable("handles")
    .set({ ...toRow(handle), deleted_at: deletedAt?.getTime() ?? null })
    .where("handle_id", "=", handle.handleId)
    .execute();
}

const toHandle = (row: HandleRow): Handle => ({
  handleId: row.handle_id,
  handle: row.handle,
  ownerUserId: row.owner_user_id,
  displayName: row.display_name,
  bio: row.bio,
  avatarUrl: row.avatar_url,
  theme: row.theme,
  version: row.version,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});

const toRow = (handle: Handle): HandleRow => ({
  handle_id: handle.handleId,
  handle: handle.handle,
  owner_user_id: handle.ownerUserId,
  display_name: handle.displayName,
  bio: handle.bio,
  avatar_url: handle.avatarUrl,
  theme: handle.theme,
  version: handle.version,
  created_at: handle.createdAt.getTime(),
  updated_at: handle.updatedAt.getTime(),
  deleted_at: null,
});
