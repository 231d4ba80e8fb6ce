import { open } from "node:fs/promises";

/** Makes names that were created, renamed or removed in a folder outlive a loss of power. Windows does so by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
}
