import { setImmediate as endOfTurn } from "node:timers/promises";
import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#platform/database/database.ts";
import { writeStatement } from "#platform/database/statement.ts";
import { WRITE } from "#platform/database/write.ts";
import { ClickCounter, type HandleClicks } from "#platform/event-log/click-counter.ts";

export type ClickCounts = { readonly segmentId: string; readonly clicks: readonly HandleClicks[] };

/** Handle, slug, clicks and qualified clicks of a link, and those of the next. */
type Row = readonly [handleId: string, slug: string, clicks: number, qualified: number];
type Rows = readonly Row[number][];
const ROW = 4;

/** Of one statement. A busy segment has thousands of links, and each statement costs more than its rows. */
const ROWS_MAX = 64;
/** Three milliseconds of work, after which visitors have their turn. */
const STATEMENTS_A_TURN = 8;

/**
 * Adds the clicks of shipped segments to each link's count, all or none of them. Each segment counts once, however often and
 * in whatever company it is handed in.
 */
export async function countClicks(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  segments: readonly ClickCounts[],
): Promise<void> {
  await db[WRITE](async (tx) => {
    const counter = new ClickCounter();
    for (const { segmentId, clicks } of segments) {
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto("counted_segments")
        .values({ segment_id: segmentId, at: clock.now().getTime() })
        .onConflict((taken) => taken.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) continue;
      for (const one of clicks) counter.addAll(one);
      await endOfTurn();
    }
    // In one order everywhere, so that processes which count at the same time never wait for each other in a ring.
    const rows = rowsOf(counter.counts());
    let done = 0;
    for (let statements = 1; done + ROWS_MAX * ROW <= rows.length; done += ROWS_MAX * ROW, statements++) {
      await addMany(tx, rows.slice(done, done + ROWS_MAX * ROW));
      if (statements % STATEMENTS_A_TURN === 0) await endOfTurn();
    }
    for (; done < rows.length; done += ROW) await addOne(tx, rows.slice(done, done + ROW));
  });
}

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
