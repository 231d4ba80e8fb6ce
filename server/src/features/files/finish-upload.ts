import { buffer } from "node:stream/consumers";
import type { SystemActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { BlobContent } from "#platform/blobs/blob-store.ts";
import { claimBlobs } from "#platform/blobs/claim-blobs.ts";
import { storeAway } from "#platform/blobs/store-away.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { noSuchFile, type StoredFile, summaryOf } from "./file.ts";
import { requirePending } from "./read-ticket.ts";
import { HEAD_BYTES, servedType } from "./served-type.ts";
import { findAnyFile, updateFile } from "./store.ts";

const RECEIVER: SystemActor = { kind: "system", job: "files.upload" };
const RETRY_AFTER_SECONDS = 10;

/**
 * Makes what has arrived the file: from the answer on it is there for others, and its bytes stay for as long as it does.
 * Throws 422 for what the scanner has found something in, and 404 or 409 for a file that was deleted or made meanwhile.
 */
export async function finishUpload(
  deps: ControlDeps,
  announced: StoredFile,
  blob: BlobContent,
): Promise<void> {
  const finding = await scanned(deps, blob);
  const served = servedType(announced.contentType, await headOf(deps, blob));
  await mutate(deps, RECEIVER, { auth: "none" }, async (tx, now) => {
    const { fileId, handleId, ...rest } = await requireStillPending(tx, announced.fileId);
    const version = rest.version + 1;
    const arrived = { ...rest, fileId, handleId, version, sha256: blob.sha256, uploadedAt: now };
    if (finding !== null) {
      await updateFile(tx, { ...arrived, status: "REJECTED" });
      const audit = { action: "file.reject", target: fileId, handleId, details: { finding } };
      return { result: undefined, audit };
    }
    await claimBlobs(tx, { handleId, ownerKind: "file", ownerId: fileId }, [blob.sha256], now);
    await updateFile(tx, { ...arrived, status: "READY", servedType: served });
    const told = { ...summaryOf(arrived), sha256: blob.sha256 };
    return {
      result: undefined,
      audit: { action: "file.upload", target: fileId, handleId, details: told },
      events: [{ type: "file.uploaded", payload: told }],
    };
  });
  if (finding !== null) throw new AppError("file_rejected", `The scanner has found ${finding} in this file.`);
}

async function requireStillPending(tx: Tx, fileId: string): Promise<StoredFile> {
  const file = await findAnyFile(readerOf(tx), fileId);
  if (file === undefined) throw noSuchFile();
  requirePending(file);
  return file;
}

async function headOf({ blobs }: ControlDeps, { sha256, sizeBytes }: BlobContent): Promise<Buffer> {
  if (sizeBytes === 0) return Buffer.alloc(0);
  const range = { start: 0, end: Math.min(HEAD_BYTES, sizeBytes) - 1 };
  const opened = await blobs.open(sha256, range).catch((cause: unknown) => Promise.reject(storeAway(cause)));
  return opened === undefined ? Buffer.alloc(0) : buffer(opened.body);
}

/** No file passes for clean because nobody could look. */
async function scanned({ scan, blobs, log }: ControlDeps, { sha256 }: BlobContent): Promise<string | null> {
  if (scan === undefined) return null;
  try {
    const opened = await blobs.open(sha256);
    return opened === undefined ? null : await scan(opened.body);
  } catch (cause) {
    log.error({ err: cause }, "a file could not be scanned");
    throw new AppError("unavailable", "The file cannot be scanned right now. Send it again later.", {
      cause,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}
