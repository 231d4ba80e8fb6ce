import { open } from "node:fs/promises";
import type { Session } from "chdb";
import { EVENT_FIELDS, LINE_STRUCTURE } from "#warehouse/event-fields.ts";
import { ONE_BLOCK } from "#warehouse/one-block.ts";

const FIELDS = EVENT_FIELDS.join(", ");
const STRUCTURE = LINE_STRUCTURE.replaceAll("'", "\\'");
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
select ${FIELDS} from file('/dev/fd/${file.fd}', 'JSONEachRow', '${STRUCTURE}')
settings ${SETTINGS}, insert_deduplication_token = '${token}'`);
}
