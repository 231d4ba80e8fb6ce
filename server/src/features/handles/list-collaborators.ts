import type { MemberActor } from "#kernel/actor.ts";
import type { Reader } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Collaborator } from "./collaborator.ts";
import type { Handle } from "./handle.ts";
import { listPeople, listCollaborators as listRows } from "./member-store.ts";
import { getHandle } from "./store.ts";

export type Collaborators = {
  readonly handle: Handle;
  readonly ownerEmail: string | null;
  readonly collaborators: readonly Collaborator[];
};

/** Read after the version, never before it: an `If-Match` made of the two can only be too old. */
export async function listCollaborators(
  { db }: ControlDeps,
  { handleId }: MemberActor,
): Promise<Collaborators> {
  const handle = await getHandle(db.read, handleId);
  const ownerEmail = await emailOfOwner(db.read, handle);
  return { handle, ownerEmail, collaborators: await listRows(db.read, handleId) };
}

/** Where the owner is reached; those who work here know one another's addresses. */
export async function emailOfOwner(read: Reader, { ownerUserId }: Handle): Promise<string | null> {
  const [owner] = await listPeople(read, [ownerUserId], []);
  return owner?.email ?? null;
}
