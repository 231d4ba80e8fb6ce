import { readFile } from "node:fs/promises";

/** The lines of a segment's file. Read as bytes: asked for text, Node ends at what it cannot read, and says nothing. */
export async function readLines(path: string): Promise<readonly string[]> {
  const bytes = await readFile(path);
  return bytes.toString().split("\n");
}
