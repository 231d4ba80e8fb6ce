import { addAbortSignal, type Readable } from "node:stream";
import { AppError } from "#kernel/errors.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import { RESUME_MS, type StoredFile } from "./file.ts";
import { finishUpload } from "./finish-upload.ts";
import { findTicketed, readTicket } from "./read-ticket.ts";
import { invalidBody, refused, unended } from "./receive-upload.ts";
import type { UploadDeps } from "./upload-deps.ts";

/** How far an upload in parts has come; `until` is when it can be gone on with no more. */
export type Progress = { readonly offset: number; readonly sizeBytes: number; readonly until: Date };

/** Says how much is there. What is whole is finished first: whoever was to do it may have died. */
export async function uploadProgress(deps: UploadDeps, ticket: string): Promise<Progress> {
  const { file: found } = await findTicketed(deps, ticket);
  if (found.status === "READY") return progressOf(found, found.sizeBytes); // Its sender may not have heard so.
  const file = await readTicket(deps, ticket);
  const offset = await deps.uploads.size(file.fileId);
  if (offset === 0 || offset < file.sizeBytes) return progressOf(file, offset);
  return deps.underWay.run(file.handleId, file.fileId, () => finishParts(deps, file));
}

/** Adds a part at its place, which must be the end of what is there: 409 elsewhere. The last part makes the file. */
export async function appendUpload(
  deps: UploadDeps,
  ticket: string,
  {
    offset,
    body,
    length,
  }: { readonly offset: number; readonly body: Readable; readonly length: number | undefined },
): Promise<Progress> {
  const { handleId, fileId } = await readTicket(deps, ticket);
  return deps.underWay.run(handleId, fileId, async (signal) => {
    const file = await readTicket(deps, ticket);
    const at = await deps.uploads.size(fileId);
    if (offset !== at) throw wrongOffset(at);
    if (length !== undefined && at + length > file.sizeBytes) throw tooMuch(file);
    addAbortSignal(signal, body);
    const size = await deps.uploads.append(fileId, at, unended(body), file.sizeBytes).catch(refused);
    return size < file.sizeBytes ? progressOf(file, size) : finishParts(deps, file);
  });
}

/** What turns out to be another content than was announced goes, so that it can be sent anew. */
async function finishParts(deps: UploadDeps, file: StoredFile): Promise<Progress> {
  const { fileId, sizeBytes, sha256 } = file;
  try {
    const expected = { sha256: sha256 ?? undefined, sizeBytes, maxBytes: sizeBytes };
    await finishUpload(deps, file, await keepBlob(deps, deps.uploads.read(fileId), expected).catch(refused));
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "invalid_payload") await deps.uploads.remove(fileId);
    throw cause;
  }
  await deps.uploads.remove(fileId);
  return progressOf(file, sizeBytes);
}

const progressOf = ({ sizeBytes, createdAt }: StoredFile, offset: number): Progress => ({
  ...{ offset, sizeBytes },
  until: new Date(createdAt.getTime() + RESUME_MS),
});

const wrongOffset = (offset: number) =>
  new AppError("conflict", `${offset} bytes are there: go on behind them.`, { details: { offset } });

const tooMuch = ({ sizeBytes }: StoredFile) =>
  invalidBody(`This part goes beyond the ${sizeBytes} bytes announced.`);
