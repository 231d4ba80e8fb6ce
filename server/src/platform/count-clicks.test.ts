import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { countClicks } from "./count-clicks.ts";
import { migrate } from "./database/migrate.ts";

const clock = { now: () => new Date("2026-01-01T00:00:00Z") };
const launch = { handleId: "hdl_a", slugs: ["launch"] };

onEveryEngine((open) => {
  test("a segment counts once, however often, at whatever time and in whatever company it comes", async () => {
    await using db = await open();
    await migrate(db);
    const first = { segmentId: "s1", clicks: [{ ...launch, clicks: [3], qualified: [2] }] };
    const second = { segmentId: "s2", clicks: [{ ...launch, clicks: [4], qualified: [4] }] };
    await Promise.all(
      [[first, second], [first], [second, first]].map((counts) => countClicks({ db, clock }, counts)),
    );
    await countClicks({ db, clock }, [first]);
    expect(await db.read.selectFrom("link_clicks").selectAll().execute()).toEqual([
      { handle_id: "hdl_a", slug: "launch", clicks: 7, qualified: 6 },
    ]);
  });

  test("every link of a busy segment gets its own clicks, whichever statement it shares", async () => {
    await using db = await open();
    await migrate(db);
    const handles = [0, 1, 2].map((handle) => ({
      handleId: `hdl_${handle}`,
      slugs: Array.from({ length: 50 }, (_, n) => `s${n}`),
      clicks: Array.from({ length: 50 }, (_, n) => 100 * handle + n + 1),
      qualified: Array.from({ length: 50 }, (_, n) => n),
    }));
    await countClicks({ db, clock }, [{ segmentId: "s1", clicks: handles }]);
    await countClicks({ db, clock }, [
      { segmentId: "s2", clicks: handles.slice(0, 2) },
      { segmentId: "s3", clicks: handles.slice(2) },
    ]);
    const rows = await db.read.selectFrom("link_clicks").selectAll().execute();
    expect(new Set(rows)).toEqual(
      new Set(
        handles.flatMap(({ handleId, slugs, clicks, qualified }) =>
          slugs.map((slug, n) => ({
            handle_id: handleId,
            slug,
            clicks: 2 * (clicks[n] ?? 0),
            qualified: 2 * (qualified[n] ?? 0),
          })),
        ),
      ),
    );
  });
});
