import type { SystemActor } from "#kernel/actor.ts";
import { releaseBlobs } from "#platform/blobs/release-blobs.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { RESUME_MS, type StoredFile, summaryOf } from "./file.ts";
import { deleteLinksOf, deleteOldLinks } from "./link-store.ts";
import { deleteFileRow, findFile, listAbandoned, listExpired, updateFile } from "./store.ts";

const EXPIRER: SystemActor = { kind: "system", job: "files.expire" };
const SWEEPER: SystemActor = { kind: "system", job: "files.sweep" };
const BATCH = 100;
const DAY_MS = 86_400_000;

/** Tells of each file whose time is over, once, and lets go of its bytes. Nobody could have them from that time on. */
export async function expireFiles(deps: ControlDeps): Promise<void> {
  for (;;) {
    const expired = await listExpired(deps.db.read, deps.clock.now(), BATCH);
    for (const file of expired) await expire(deps, file);
    if (expired.length < BATCH) return;
  }
}

function expire(deps: ControlDeps, { handleId, fileId }: StoredFile): Promise<void> {
  return mutate(deps, EXPIRER, { auth: "none" }, async (tx, now) => {
    const file = await findFile(readerOf(tx), handleId, fileId);
    if (file?.status !== "READY") return { result: undefined, audit: null };
    await releaseBlobs(tx, { ownerKind: "file", ownerId: fileId }, now);
    await deleteLinksOf(tx, fileId);
    await updateFile(tx, { ...file, status: "EXPIRED", version: file.version + 1 });
    const told = { ...summaryOf(file), expiresAt: file.expiresAt?.toISOString() ?? null };
    return {
      result: undefined,
      audit: { action: "file.expire", target: fileId, handleId },
      events: [{ type: "file.expired", payload: told }],
    };
  });
}

/** Removes what was announced a day ago and never came, what came of it, and links that are over. */
export async function sweepFiles(deps: ControlDeps): Promise<void> {
  const { db, clock, uploads } = deps;
  for (;;) {
    const before = new Date(clock.now().getTime() - RESUME_MS);
    const abandoned = await listAbandoned(db.read, before, BATCH);
    for (const file of abandoned) await abandon(deps, file);
    if (abandoned.length < BATCH) break;
  }
  await mutate(deps, SWEEPER, { auth: "none" }, async (tx, now) => {
    await deleteOldLinks(tx, new Date(now.getTime() - DAY_MS));
    return { result: undefined, audit: null };
  });
  for (const id of await uploads.listIdle(Date.now() - RESUME_MS)) await uploads.remove(id);
}

async function abandon(deps: ControlDeps, { handleId, fileId }: StoredFile): Promise<void> {
  await mutate(deps, SWEEPER, { auth: "none" }, async (tx) => {
    const file = await findFile(readerOf(tx), handleId, fileId);
    if (file?.status !== "PENDING") return { result: undefined, audit: null };
    await deleteFileRow(tx, handleId, fileId);
    return { result: undefined, audit: { action: "file.abandon", target: fileId, handleId } };
  });
  await deps.uploads.remove(fileId);
}
