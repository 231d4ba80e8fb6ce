import type { AnonymousActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { BlobMismatch } from "#platform/blobs/blob-mismatch.ts";
import { BlobTooLarge } from "#platform/blobs/blob-too-large.ts";
import { claimBlobs } from "#platform/blobs/claim-blobs.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Upload as Body } from "#platform/http/bind.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { ownerOf } from "./deployment.ts";
import { findDeployment } from "./store.ts";
import { findUpload, saveStored, type Upload } from "./upload-store.ts";
import { noSuchUpload, readTicket } from "./upload-tickets.ts";

/** Stores the bytes of one file. Once answered, nothing collects them while the deployment is there. */
export async function putSiteFile(
  deps: ControlDeps,
  actor: AnonymousActor,
  ticket: string,
  { bytes }: Body,
): Promise<void> {
  const { handleId, deploymentId, number } = readTicket(deps, ticket);
  const { sha256, sizeBytes } = await getAwaited(deps.db.read, handleId, deploymentId, number);
  const expected = { sha256: sha256 ?? undefined, sizeBytes, maxBytes: sizeBytes };
  const blob = await keepBlob(deps, receive(bytes), expected).catch(refuse);
  await mutate(deps, actor, contract.putSiteFile, async (tx, now) => {
    await getAwaited(readerOf(tx), handleId, deploymentId, number);
    await claimBlobs(tx, ownerOf(handleId, deploymentId), [blob.sha256], now);
    await saveStored(tx, deploymentId, number, blob.sha256);
    return { result: undefined, audit: null };
  });
}

async function getAwaited(
  read: Reader,
  handleId: string,
  deploymentId: string,
  number: number,
): Promise<Upload> {
  const deployment = await findDeployment(read, handleId, deploymentId);
  if (deployment === undefined) throw noSuchUpload();
  if (deployment.status !== "UPLOADING") {
    throw new AppError("conflict", "The deployment waits for no files any more.");
  }
  const upload = await findUpload(read, deploymentId, number);
  if (upload === undefined) throw noSuchUpload();
  return upload;
}

async function* receive(bytes: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    for await (const piece of bytes) yield piece;
  } catch (cause) {
    throw new AppError("invalid_payload", "The upload broke off before its end.", { cause });
  }
}

function refuse(cause: unknown): never {
  if (cause instanceof BlobTooLarge) {
    throw new AppError("payload_too_large", "The file is larger than was announced.", { cause });
  }
  if (cause instanceof BlobMismatch) {
    const message = "The file has not the size, or not the SHA-256, that was announced.";
    throw new AppError("invalid_payload", message, { cause });
  }
  throw cause;
}
