import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Session } from "chdb";
import { inlineParameters } from "./inline-parameters.ts";
import type { Parameter } from "./parse-parameters.ts";
import { quoted } from "./quoted.ts";

/** Small row groups, since each is held in memory until it is whole. */
const SETTINGS = "output_format_parquet_row_group_size = 65536, max_execution_time = 0, max_threads = 2";
const FORMAT = /\bFORMAT\s+Parquet\s*$/;

/** Where files lie while they are written. What a process left there that died is removed. */
export function emptyFolder(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * The rows as one Parquet file, open, and already without a name: it is gone when the handle is closed, or the process is
 * dead. The engine's streams cannot do it: they write each block as a file of its own.
 */
export async function writeParquet(
  session: Session,
  folder: string,
  mark: string,
  sql: string,
  parameters: Readonly<Record<string, Parameter>>,
): Promise<FileHandle> {
  const path = join(folder, `${randomUUID()}.parquet`);
  const select = inlineParameters(sql.replace(FORMAT, ""), parameters);
  try {
    await session.queryAsync(
      `${mark} insert into function file(${quoted(path)}, 'Parquet') ${select}\nSETTINGS ${SETTINGS}`,
    );
    return await open(path, "r");
  } finally {
    await rm(path, { force: true });
  }
}
