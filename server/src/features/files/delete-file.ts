import type { HandleActor } from "#kernel/actor.ts";
import { releaseBlobs } from "#platform/blobs/release-blobs.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { summaryOf } from "./file.ts";
import { getFile } from "./get-file.ts";
import { deleteLinksOf } from "./link-store.ts";
import { deleteFileRow } from "./store.ts";

/** No download of it begins after the answer, and no upload ends. Its bytes are collected when nobody else has the same. */
export async function deleteFile(
  deps: ControlDeps,
  actor: HandleActor,
  fileId: string,
  ifMatch: number | undefined,
): Promise<void> {
  const { handleId } = actor;
  await mutate(deps, actor, contract.deleteFile, async (tx, now) => {
    const file = await getFile(readerOf(tx), handleId, fileId);
    requireVersion("file", file, ifMatch);
    await releaseBlobs(tx, { ownerKind: "file", ownerId: fileId }, now);
    await deleteLinksOf(tx, fileId);
    await deleteFileRow(tx, handleId, fileId);
    return {
      result: undefined,
      audit: { action: "file.delete", target: fileId, details: summaryOf(file) },
    };
  });
  await deps.uploads.remove(fileId);
}
