import type { Reader } from "#platform/database/database.ts";
import { noSuchFile, type StoredFile } from "./file.ts";
import { findFile } from "./store.ts";

/** Throws 404, the same for another handle's. */
export async function getFile(read: Reader, handleId: string, fileId: string): Promise<StoredFile> {
  const file = await findFile(read, handleId, fileId);
  if (file === undefined) throw noSuchFile();
  return file;
}
