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
 * Inserts a segment's lines under its token, read by the engine itself: handed over, they would be copied four times. It is
 * named by its descriptor, since in a path some letters have a meaning, and a refusal may not tell where things lie.
 */
export async function insertFile(session: Session, path: string, token: string): Promise<void> {
  if (!/^[\w-]+$/.test(token)) throw new Error("A token is letters, digits, hyphens and underscores.");
  await using file = await open(path, "r");
  await session.queryAsync(`insert into events (${FIELDS})
select ${FIELDS} from file('/dev/fd/${file.fd}', 'JSONEachRow', ${quoted(LINE_STRUCTURE)})
settings ${SETTINGS}, insert_deduplication_token = '${token}'`);
}
