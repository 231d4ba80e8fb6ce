import { readLines } from "#platform/event-log/read-lines.ts";
import { type ParsedEvent, parseVisitEvent } from "./parse-visit-event.ts";
import { UnreadableSegment } from "./unreadable-segment.ts";
import type { Warehouse } from "./warehouse.ts";

const IDS_AT_ONCE = 1_000;

type Engine = Pick<Warehouse, "query" | "removeEvents">;

/**
 * Of the events in a segment's lines, takes out those that are in the warehouse: whoever brings them under another token must
 * find none of them. Tells how many there were.
 */
export async function takeOut(engine: Engine, path: string): Promise<number> {
  const events = eventsIn(await UnreadableSegment.unless(path, readLines(path)));
  let removed = 0;
  for (let start = 0; start < events.length; start += IDS_AT_ONCE) {
    const some = events.slice(start, start + IDS_AT_ONCE);
    const times = some.map(({ at }) => at);
    const params = { ids: some.map(({ id }) => id), from: Math.min(...times), to: Math.max(...times) };
    const where =
      "id in {ids:Array(String)} and at between fromUnixTimestamp64Milli({from:Int64}) and fromUnixTimestamp64Milli({to:Int64})";
    const [row] = await engine.query<{ rows: number }>(
      `select count() as rows from events where ${where}`,
      params,
    );
    if (row === undefined || row.rows === 0) continue;
    await engine.removeEvents({ where, params });
    removed += row.rows;
  }
  return removed;
}

/** A line that is no event never came to the warehouse, or is set aside and not brought again. */
const eventsIn = (lines: readonly string[]): readonly ParsedEvent[] =>
  lines.flatMap((line) => parseVisitEvent(line) ?? []);
