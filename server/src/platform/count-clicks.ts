import { setImmediate as endOfTurn } from "node:timers/promises";
import type { Clock } from "#kernel/clock.ts";
import { type Database, readerOf } from "#platform/database/database.ts";
import { writeStatement } from "#platform/database/statement.ts";
import { WRITE } from "#platform/database/write.ts";
import { ClickCounter, type HandleClicks } from "#platform/event-log/click-counter.ts";
import { listCounted } from "#platform/pending-visits/list-counted.ts";

export type ClickCounts = { readonly segmentId: string; readonly clicks: readonly HandleClicks[] };

/** Handle, slug, clicks and qualified clicks of a link, and those of the next. */
type Row = readonly [handleId: string, slug: string, clicks: number, qualified: number];
type Rows = readonly Row[number][];
const ROW = 4;

/** Of one statement. A busy segment has thousands of links, and each statement costs more than its rows. */
const ROWS_MAX = 64;
/** Of one transaction, which keeps all others that write waiting: a fifth of a second. */
const LINKS_MAX = 65_536;
/** Of one turn, for which nobody is answered: a few milliseconds. */
const STATEMENTS_MAX = 16;

type Deps = { readonly db: Database; readonly clock: Clock };

/** Adds the clicks of shipped segments to each link's count. Each segment counts once, however often and in whatever company. */
export async function countClicks(deps: Deps, segments: readonly ClickCounts[]): Promise<void> {
  let together: ClickCounts[] = [];
  let counter = new ClickCounter();
  for (const segment of segments) {
    counter.addAll(segment.clicks);
    together.push(segment);
    await endOfTurn();
    if (counter.links < LINKS_MAX) continue;
    await countTogether(deps, together, counter);
    together = [];
    counter = new ClickCounter();
  }
  if (together.length > 0) await countTogether(deps, together, counter);
}

/** `counter`: what they make together, which is worth nothing where one of them was counted before. */
async function countTogether(
  deps: Deps,
  segments: readonly ClickCounts[],
  counter: ClickCounter,
): Promise<void> {
  const counted = await addOnce(deps, segments, counter);
  if (counted.size === 0) return;
  await countClicks(
    deps,
    segments.filter(({ segmentId }) => !counted.has(segmentId)),
  );
}

/** All of it, or nothing where some are counted already: tells which. */
function addOnce(
  { db, clock }: Deps,
  segments: readonly ClickCounts[],
  counter: ClickCounter,
): Promise<ReadonlySet<string>> {
  const ids = segments.map(({ segmentId }) => segmentId);
  const rows = rowsOf(counter.counts());
  return db[WRITE](async (tx) => {
    const counted = await listCounted(readerOf(tx), ids);
    if (counted.size > 0) return counted;
    const at = clock.now().getTime();
    await tx
      .insertInto("counted_segments")
      .values(ids.map((segment_id) => ({ segment_id, at })))
      .execute();
    let done = 0;
    for (let count = 1; done + ROWS_MAX * ROW <= rows.length; done += ROWS_MAX * ROW, count++) {
      await addMany(tx, rows.slice(done, done + ROWS_MAX * ROW));
      if (count % STATEMENTS_MAX === 0) await endOfTurn();
    }
    for (; done < rows.length; done += ROW) await addOne(tx, rows.slice(done, done + ROW));
    return counted;
  });
}

/** In one order everywhere, so that processes which count at the same time never wait for each other in a ring. */
function rowsOf(handles: readonly HandleClicks[]): Rows {
  const rows: Row[number][] = [];
  for (const { handleId, slugs, clicks, qualified } of handles) {
    for (const [place, slug] of slugs.entries())
      rows.push(handleId, slug, clicks[place] ?? 0, qualified[place] ?? 0);
  }
  return rows;
}

const addMany = addRows(ROWS_MAX);
const addOne = addRows(1);

function addRows(count: number) {
  return writeStatement<Rows>((db, values) => {
    const rows = Array.from({ length: count }, (_, n) => ({
      handle_id: values[n * ROW] as string,
      slug: values[n * ROW + 1] as string,
      clicks: values[n * ROW + 2] as number,
      qualified: values[n * ROW + 3] as number,
    }));
    return db
      .insertInto("link_clicks")
      .values(rows)
      .onConflict((taken) =>
        taken.columns(["handle_id", "slug"]).doUpdateSet((row) => ({
          clicks: row("link_clicks.clicks", "+", row.ref("excluded.clicks")),
          qualified: row("link_clicks.qualified", "+", row.ref("excluded.qualified")),
        })),
      );
  });
}
