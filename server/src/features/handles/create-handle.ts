import type { UserActor } from "#kernel/actor.ts";
import { newId } from "#kernel/ids.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Handle, nameTaken } from "./handle.ts";
import { saveMember } from "./member-store.ts";
import { claimName } from "./name-store.ts";
import { insertHandle } from "./store.ts";

export type CreateHandle = { readonly handle: string; readonly displayName?: string | null | undefined };

/** A handle that is the caller's. Of many who claim a name at once, one gets it. */
export function createHandle(
  deps: ControlDeps,
  actor: UserActor,
  { handle: name, displayName = null }: CreateHandle,
): Promise<Handle> {
  const { userId: ownerUserId } = actor;
  return mutate<Handle>(deps, actor, contract.createHandle, async (tx, now) => {
    const handleId = newId("hdl", now.getTime());
    const handle: Handle = {
      handleId,
      handle: name,
      ownerUserId,
      displayName,
      bio: null,
      avatarUrl: null,
      theme: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await insertHandle(tx, handle);
    if (!(await claimName(tx, handleId, name, now))) throw nameTaken(name);
    await saveMember(tx, handleId, ownerUserId, "OWNER", now);
    return {
      result: handle,
      audit: { action: "handle.create", target: name, handleId },
      hosts: [{ host: name, to: { handleId, movedTo: null, until: null } }],
    };
  });
}
