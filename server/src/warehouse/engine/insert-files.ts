import { open } from "node:fs/promises";
import type { Session } from "chdb";
import { LINE_STRUCTURE } from "#warehouse/line-structure.ts";
import { ONE_BLOCK } from "#warehouse/one-block.ts";
import { EVENT_FIELDS } from "#warehouse/parse-visit-event.ts";
import { quoted } from "./quoted.ts";

const FIELDS = EVENT_FIELDS.join(", ");
const SETTINGS = Object.entries({
  ...ONE_BLOCK,
  max_threads: 1,
  max_insert_threads: 1,
  max_execution_time: 0,
})
  .map(([name, value]) => `${name} = ${value}`)
  .join(", ");

/**
 * Inserts the lines of segments under one token, read by the engine itself: handed over, they would be copied four times.
 * Files are named by their descriptors, since in a path some letters have a meaning, and a refusal may not tell where things
 * lie.
 */
export async function insertFiles(session: Session, paths: readonly string[], token: string): Promise<void> {
  if (!/^[\w-]+$/.test(token)) throw new Error("A token is letters, digits, hyphens and underscores.");
  await using files = new AsyncDisposableStack();
  const numbers: number[] = [];
  for (const path of paths) numbers.push(files.use(await open(path, "r")).fd);
  await session.queryAsync(`insert into events (${FIELDS})
select ${FIELDS} from file('/dev/fd/{${numbers.join(",")}}', 'JSONEachRow', ${quoted(LINE_STRUCTURE)})
settings ${SETTINGS}, insert_deduplication_token = '${token}'`);
}
