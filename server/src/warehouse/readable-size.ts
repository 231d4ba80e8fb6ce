import { open } from "node:fs/promises";
import { naming } from "./naming.ts";

/** The length of a file, of which a byte could be read. Rejects with a failure that names it: a folder can be opened, too. */
export async function readableSize(path: string): Promise<number> {
  await using file = await open(path);
  await naming(path, file.read(Buffer.alloc(1)));
  return (await file.stat()).size;
}
