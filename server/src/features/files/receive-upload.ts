import { addAbortSignal, type Readable } from "node:stream";
import { AppError } from "#kernel/errors.ts";
import { BlobMismatch } from "#platform/blobs/blob-mismatch.ts";
import { BlobTooLarge } from "#platform/blobs/blob-too-large.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import { storeAway } from "#platform/blobs/store-away.ts";
import { FILE_BYTES_MAX, type StoredFile } from "./file.ts";
import { finishUpload } from "./finish-upload.ts";
import { readTicket } from "./read-ticket.ts";
import type { UploadDeps } from "./upload-deps.ts";

type Sent = {
  readonly body: Readable;
  /** From `Content-Length`. */
  readonly length: number | undefined;
  /** In hexadecimal, from `Content-Digest`. */
  readonly sha256: string | undefined;
};

/** Takes a whole file at once; what is not as announced is refused while it arrives, and can be sent again. */
export async function receiveUpload(deps: UploadDeps, ticket: string, sent: Sent): Promise<void> {
  const { handleId, fileId } = await readTicket(deps, ticket);
  await deps.underWay.run(handleId, fileId, async (signal) => {
    const file = await readTicket(deps, ticket); // Whoever was before may have brought it.
    requireLength(file, sent.length);
    addAbortSignal(signal, sent.body);
    if (sent.sha256 !== undefined && file.sha256 !== null && sent.sha256 !== file.sha256)
      throw otherContent();
    const announced = { sha256: file.sha256 ?? sent.sha256, sizeBytes: file.sizeBytes };
    const blob = await keepBlob(deps, unended(sent.body), { ...announced, maxBytes: file.sizeBytes }).catch(
      refused,
    );
    await finishUpload(deps, file, blob);
  });
  await deps.uploads.remove(fileId);
}

function requireLength({ sizeBytes }: StoredFile, length: number | undefined): void {
  if (length === undefined || length === sizeBytes) return;
  if (length > sizeBytes) throw tooLarge(new BlobTooLarge(sizeBytes));
  throw invalidBody(`The body has ${length} bytes, and ${sizeBytes} were announced.`);
}

/** What is left unread of a body must not end its connection: its sender would never see why. */
export const unended = (body: Readable): AsyncIterable<Uint8Array> =>
  body.iterator({ destroyOnReturn: false });

/** What is wrong with what was sent, as its sender is told. */
export function refused(cause: unknown): never {
  if (cause instanceof BlobMismatch) throw invalidBody(cause.message);
  if (cause instanceof BlobTooLarge) throw tooLarge(cause);
  throw storeAway(cause);
}

export function invalidBody(message: string): AppError {
  return new AppError("invalid_payload", message, { details: { details: [{ path: "body", message }] } });
}

const otherContent = () => invalidBody("The Content-Digest is not the SHA-256 that was announced.");

const tooLarge = ({ maxBytes }: BlobTooLarge) =>
  new AppError("payload_too_large", `More than the ${maxBytes} bytes announced.`, {
    details: { limitBytes: Math.min(maxBytes, FILE_BYTES_MAX) },
  });
