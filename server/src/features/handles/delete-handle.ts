import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { releaseHandleBlobs } from "#platform/blobs/release-blobs.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { changed } from "./handle.ts";
import { deleteMembers, listTokenIds } from "./member-store.ts";
import { keepNames, listAliases } from "./name-store.ts";
import { getHandle, updateHandle } from "./store.ts";

/**
 * From the answer on nobody is in this handle, no token of it works and no host leads to its links: without its hosts
 * the edge finds none of its routes. Its rows stay, and its names stay taken.
 */
export function deleteHandle(
  deps: ControlDeps,
  actor: MemberActor,
  confirm: string | undefined,
): Promise<void> {
  const { handleId } = actor;
  return mutate(deps, actor, contract.deleteHandle, async (tx, now) => {
    const read = readerOf(tx);
    const handle = await getHandle(read, handleId);
    if (confirm?.toLowerCase() !== handle.handle) throw unconfirmed(handle.handle);
    const names = [handle.handle, ...(await listAliases(read, handleId, now)).map(({ name }) => name)];
    const ended = await listTokenIds(read, handleId);
    await keepNames(tx, handleId, now);
    await deleteMembers(tx, handleId);
    await releaseHandleBlobs(tx, handleId, now);
    await updateHandle(tx, changed(handle, {}, now), now);
    return {
      result: undefined,
      audit: { action: "handle.delete", target: handle.handle, details: { tokensEnded: ended.length } },
      hosts: names.map((host) => ({ host, to: null })),
      members: true,
      ended,
    };
  });
}

const unconfirmed = (name: string) =>
  new AppError(
    "confirmation_required",
    `This deletes everything in ${name}. Confirm it with ?confirm=${name}`,
  );
