import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#platform/database/database.ts";
import { writeStatement } from "#platform/database/statement.ts";
import { WRITE } from "#platform/database/write.ts";

export type ClickCounts = {
  readonly segmentId: string;
  readonly clicks: readonly {
    readonly handleId: string;
    readonly slug: string;
    readonly clicks: number;
    readonly qualified: number;
  }[];
};

/** Of one statement. A busy segment has thousands of links, and each statement costs more than its rows. */
const ROWS_MAX = 64;

/** Adds a shipped segment's clicks to each link's count, once, however often the segment is handed in. */
export async function countClicks(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { segmentId, clicks }: ClickCounts,
): Promise<void> {
  const rows = clicks.toSorted(byLink); // So that processes which count at the same time never wait for each other in a ring.
  await db[WRITE](async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto("counted_segments")
      .values({ segment_id: segmentId, at: clock.now().getTime() })
      .onConflict((taken) => taken.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return;
    let done = 0;
    for (; done + ROWS_MAX <= rows.length; done += ROWS_MAX) {
      await addMany(tx, named(rows.slice(done, done + ROWS_MAX)));
    }
    for (const row of rows.slice(done)) await addOne(tx, named([row]));
  });
}

type Row = ClickCounts["clicks"][number];

const byLink = (one: Row, other: Row): number =>
  one.handleId === other.handleId ? order(one.slug, other.slug) : order(one.handleId, other.handleId);
const order = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const addMany = addRows(ROWS_MAX);
const addOne = addRows(1);

/** A row's values have its number behind their names, because a statement knows its places by name. */
type Values = Readonly<Record<string, string | number>>;

function addRows(count: number) {
  return writeStatement<Values>((db, values) => {
    const rows = Array.from({ length: count }, (_, n) => ({
      handle_id: values[`handle${n}`] as string,
      slug: values[`slug${n}`] as string,
      clicks: values[`clicks${n}`] as number,
      qualified: values[`qualified${n}`] as number,
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

const named = (rows: readonly Row[]): Values =>
  Object.fromEntries(
    rows.flatMap(({ handleId, slug, clicks, qualified }, n) => [
      [`handle${n}`, handleId],
      [`slug${n}`, slug],
      [`clicks${n}`, clicks],
      [`qualified${n}`, qualified],
    ]),
  );
