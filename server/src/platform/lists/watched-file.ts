import type { BigIntStats } from "node:fs";
import { open, stat } from "node:fs/promises";

const SIZE_MAX = 64 * 1024 * 1024;

/** Differs whenever the file was written or replaced since. */
export const printOf = async (path: string): Promise<string> =>
  printOfStats(await stat(path, { bigint: true }));

/** A file's text with the print it had before it was read, so that what was written meanwhile is noticed later. */
export async function readText(path: string): Promise<{ readonly print: string; readonly text: string }> {
  await using file = await open(path, "r");
  const stats = await file.stat({ bigint: true });
  if (!stats.isFile()) throw new Error("names something that is no file");
  if (stats.size > SIZE_MAX) throw new Error(`names a file of more than ${SIZE_MAX / 1024 / 1024} MB`);
  return { print: printOfStats(stats), text: await file.readFile("utf8") };
}

const printOfStats = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [ino, size, mtimeNs, ctimeNs].join(" ");
