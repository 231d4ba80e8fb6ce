import { statfs } from "node:fs/promises";

export type Disk = { readonly freeBytes: number; readonly sizeBytes: number };

/** The file system on which a folder lies, as far as this user may fill it. */
export async function readDisk(folder: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}
