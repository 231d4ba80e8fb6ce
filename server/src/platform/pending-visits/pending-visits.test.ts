import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { readSummary } from "#platform/event-log/summary-file.ts";
import { clickEvent } from "#testing/click-event.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { Arrived, newEventsFolder, startPending } from "#testing/start-pending.ts";

onEveryEngine((open) => {
  test("every event that committed is in one segment, in the order of ids, and no longer in the database", async () => {
    const { job, commit, pending } = await startPending(open);
    const folder = await newEventsFolder();
    const ids = await commit(25);
    using one = job(folder, { rowsMax: 10 });
    await one.run();
    const segments = await listSealedSegments(folder);
    expect(segments.length).toBe(3);
    const arrived = new Arrived();
    await arrived.ship(folder);
    expect(arrived.ids().sort()).toEqual(ids);
    for (const content of arrived.segments.values()) {
      const lines = content.split("\n").slice(0, -1);
      expect(lines.length).toBeLessThanOrEqual(10);
      expect(lines).toEqual(lines.toSorted());
    }
    expect(await pending()).toEqual([]);
  });

  test("a segment has the summary that the shipper needs, and the line that was committed", async () => {
    const { job, insert } = await startPending(open);
    const folder = await newEventsFolder();
    const event = clickEvent({ id: "evt_1", kind: "conversion", value: "49.90", metadata: '{"a":"ü\\n"}' });
    await insert([event]);
    using one = job(folder);
    await one.run();
    const [segment] = await listSealedSegments(folder);
    if (segment === undefined) throw new Error("Nothing was sealed.");
    expect(await readFile(segment.path, "utf8")).toBe(`${JSON.stringify(event)}\n`);
    const summary = { segmentId: segment.segmentId, events: 1, clicks: [] };
    expect(await readSummary(segment)).toEqual({ summary, isOnlyCopy: false });
  });

  test("who has nothing to move leaves no trace", async () => {
    const { job } = await startPending(open);
    const folder = join(await newEventsFolder(), "events");
    using one = job(folder);
    await one.run();
    expect(existsSync(folder)).toBe(false);
  });
});

onEveryEngine((open) => {
  test("a process that was only slow finds nothing left to do, and writes no empty segment", async () => {
    const { advance, job, commit } = await startPending(open);
    const [ours, theirs] = [await newEventsFolder(), await newEventsFolder()];
    const ids = await commit(3);
    using slow = job(theirs, { dies: "claimed" });
    await expect(slow.run()).rejects.toThrow("Killed");
    advance(30_000);
    using quick = job(ours);
    await quick.run();
    await slow.run();
    const arrived = new Arrived();
    await arrived.ship(ours);
    await arrived.ship(theirs);
    expect(arrived.ids().sort()).toEqual(ids);
    expect(arrived.segments.size).toBe(1);
  });

  test.each(["one folder", "folders of their own"])(
    "processes that run at the same time over %s share the work",
    async (how) => {
      const { job, commit, pending } = await startPending(open);
      const folder = await newEventsFolder();
      const folders = [folder, how === "one folder" ? folder : await newEventsFolder()];
      using one = job(folders[0] ?? "", { rowsMax: 3 });
      using other = job(folders[1] ?? "", { rowsMax: 3 });
      const ids: string[] = [];
      for (let round = 0; round < 5; round++) {
        ids.push(...(await commit(7)));
        const during = commit(5);
        await Promise.all([one.run(), other.run()]);
        ids.push(...(await during));
      }
      await one.run();
      const arrived = new Arrived();
      for (const each of new Set(folders)) await arrived.ship(each);
      expect(arrived.ids().sort()).toEqual(ids.sort());
      expect(await pending()).toEqual([]);
    },
  );
});
