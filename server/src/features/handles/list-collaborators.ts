import type { MemberActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Collaborator } from "./collaborator.ts";
import type { Handle } from "./handle.ts";
import { listCollaborators as listRows } from "./member-store.ts";
import { getHandle } from "./store.ts";

export type Collaborators = { readonly handle: Handle; readonly collaborators: readonly Collaborator[] };

/** Read after the version, never before it: an `If-Match` made of the two can only be too old. */
export async function listCollaborators(
  { db }: ControlDeps,
  { handleId }: MemberActor,
): Promise<Collaborators> {
  const handle = await getHandle(db.read, handleId);
  return { handle, collaborators: await listRows(db.read, handleId) };
}
