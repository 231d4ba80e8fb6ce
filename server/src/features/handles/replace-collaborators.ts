import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import { compareCollaborators, resolveCollaborators, type Wanted } from "./collaborator.ts";
import * as contract from "./contract.ts";
import { changed } from "./handle.ts";
import { type Collaborators, emailOfOwner } from "./list-collaborators.ts";
import { deleteMember, listCollaborators, listPeople, listTokenIds, saveMember } from "./member-store.ts";
import { getHandle, updateHandle } from "./store.ts";

/** Makes this the list of who works here, all of it or nothing. What the tokens of those who leave have begun ends. */
export function replaceCollaborators(
  deps: ControlDeps,
  actor: MemberActor,
  wanted: readonly Wanted[],
  ifMatch: number | undefined,
): Promise<Collaborators> {
  const { handleId } = actor;
  const userIds = wanted.flatMap(({ userId }) => userId ?? []);
  const emails = wanted.flatMap(({ email }) => email ?? []);
  return mutate<Collaborators>(deps, actor, contract.replaceCollaborators, async (tx, now) => {
    const read = readerOf(tx);
    const handle = await getHandle(read, handleId);
    requireVersion("handle", handle, ifMatch);
    const after = resolveCollaborators(wanted, await listPeople(read, userIds, emails), handle.ownerUserId);
    const before = await listCollaborators(read, handleId);
    const { removed, saved } = compareCollaborators(before, after);
    const ownerEmail = await emailOfOwner(read, handle);
    if (removed.length + saved.length === 0)
      return { result: { handle, ownerEmail, collaborators: before }, audit: null };
    for (const userId of removed) await deleteMember(tx, handleId, userId);
    for (const { userId, role } of saved) await saveMember(tx, handleId, userId, role, now);
    const next = changed(handle, {}, now);
    await updateHandle(tx, next);
    const details = { removed, saved: saved.map(({ userId, role }) => ({ userId, role })) };
    return {
      result: { handle: next, ownerEmail, collaborators: await listCollaborators(read, handleId) },
      audit: { action: "collaborators.replace", target: handle.handle, details },
      members: true,
      ended: await listTokenIds(read, handleId, removed),
    };
  });
}
