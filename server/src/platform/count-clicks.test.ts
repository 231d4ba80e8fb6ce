import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { countClicks } from "./count-clicks.ts";
import { migrate } from "./database/migrate.ts";

const clock = { now: () => new Date("2026-01-01T00:00:00Z") };
const launch = { handleId: "hdl_a", slug: "launch" };

onEveryEngine((open) => {
  test("a segment counts once, however often and at whatever time it comes", async () => {
    await using db = await open();
    await migrate(db);
    const first = { segmentId: "s1", clicks: [{ ...launch, clicks: 3, qualified: 2 }] };
    const second = { segmentId: "s2", clicks: [{ ...launch, clicks: 4, qualified: 4 }] };
    await Promise.all([first, second, first].map((counts) => countClicks({ db, clock }, counts)));
    await countClicks({ db, clock }, first);
    expect(await db.read.selectFrom("link_clicks").selectAll().execute()).toEqual([
      { handle_id: "hdl_a", slug: "launch", clicks: 7, qualified: 6 },
    ]);
  });

  test("every link of a busy segment gets its own clicks, whichever statement it shares", async () => {
    await using db = await open();
    await migrate(db);
    const clicks = Array.from({ length: 150 }, (_, n) => ({
      handleId: `hdl_${n % 3}`,
      slug: `s${n}`,
      clicks: n + 1,
      qualified: n,
    }));
    for (const segmentId of ["s1", "s2"]) await countClicks({ db, clock }, { segmentId, clicks });
    const rows = await db.read.selectFrom("link_clicks").selectAll().execute();
    expect(new Set(rows)).toEqual(
      new Set(
        clicks.map(({ handleId, slug, clicks: one, qualified }) => ({
          handle_id: handleId,
          slug,
          clicks: 2 * one,
          qualified: 2 * qualified,
        })),
      ),
    );
  });
});
