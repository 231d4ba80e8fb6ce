import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { isOver, noSuchFile, RESUME_MS, type StoredFile } from "./file.ts";
import { readSigned } from "./file-urls.ts";
import { findAnyFile } from "./store.ts";

/**
 * The file that an upload's address is for, while it waits for its bytes. Throws 404 for an address that we have not made,
 * 410 once it is too late to begin, or to go on, and 409 for a file that has arrived.
 */
export async function readTicket(deps: ControlDeps, ticket: string): Promise<StoredFile> {
  const { file, read } = await findTicketed(deps, ticket);
  requirePending(file);
  const now = deps.clock.now();
  const hasBegun = now.getTime() < read.until || (await deps.uploads.size(file.fileId)) > 0;
  if (!hasBegun || now.getTime() >= file.createdAt.getTime() + RESUME_MS || isOver(file, now)) {
    throw new AppError("upload_expired", "The time for this upload is over. Announce the file again.");
  }
  return file;
}

/** The file, whether or not it has arrived. */
export async function findTicketed(deps: ControlDeps, ticket: string) {
  const read = readSigned(deps, "upload", ticket);
  const file = read && (await findAnyFile(deps.db.read, read.fileId));
  if (read === undefined || file === undefined) throw noSuchFile();
  return { file, read };
}

/** Throws 409 for a file that has arrived, or was refused. */
export function requirePending({ status }: StoredFile): void {
  if (status === "PENDING") return;
  throw new AppError("conflict", "This file has been uploaded already.");
}
