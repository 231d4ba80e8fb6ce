import { open, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "./sync-folder.ts";

/** When it resolves the file has this content, on disk; at no moment, not even after a loss of power, has it half of it. */
export async function replaceFile(path: string, content: Buffer | string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.draft`);
  {
    await using file = await open(draft, "w");
    await file.writeFile(content);
    await file.sync();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}
