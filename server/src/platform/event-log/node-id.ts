import { randomBytes } from "node:crypto";
import { link, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "./sync-folder.ts";

/** Who wrote these segments: made once for a folder, whole or absent even after a loss of power. */
export async function readNodeId(folder: string): Promise<string> {
  const path = join(folder, "node-id");
  return (await readIfThere(path)) ?? (await create(folder, path));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return undefined;
    throw cause;
  }
}

/** Of processes that start together, one names the folder and the others read the name. */
async function create(folder: string, path: string): Promise<string> {
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  {
    await using file = await open(draft, "wx");
    await file.writeFile(randomBytes(5).toString("hex"));
    await file.sync();
  }
  await link(draft, path).catch((cause) => {
    if (!isCode(cause, "EEXIST")) throw cause;
  });
  await unlink(draft);
  await syncFolder(folder);
  return readFile(path, "utf8");
}

const isCode = (cause: unknown, code: string) =>
  cause instanceof Error && "code" in cause && cause.code === code;
