import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { changed, type Handle } from "./handle.ts";
import { isActiveMember, saveMember } from "./member-store.ts";
import { getHandle, updateHandle } from "./store.ts";

/** Hands the handle to someone who works in it. There is one owner before, and one after. */
export function transferOwnership(
  deps: ControlDeps,
  actor: MemberActor,
  newOwnerUserId: string,
): Promise<Handle> {
  const { handleId } = actor;
  return mutate<Handle>(deps, actor, contract.transferOwnership, async (tx, now) => {
    const before = await getHandle(readerOf(tx), handleId);
    const { ownerUserId } = before;
    const canOwn = await isActiveMember(readerOf(tx), handleId, newOwnerUserId);
    if (!canOwn || newOwnerUserId === ownerUserId) throw newOwnerRequired();
    await saveMember(tx, handleId, ownerUserId, "OPERATOR", now);
    await saveMember(tx, handleId, newOwnerUserId, "OWNER", now);
    const after = changed(before, { ownerUserId: newOwnerUserId }, now);
    await updateHandle(tx, after);
    const details = { before: ownerUserId, after: newOwnerUserId };
    const audit = { action: "handle.transfer", target: before.handle, details };
    return { result: after, members: true, audit };
  });
}

const newOwnerRequired = () =>
  new AppError("new_owner_required", "The new owner must be one of the handle's collaborators.", {
    details: { details: [{ path: "newOwnerUserId", message: "is no collaborator" }] },
  });
