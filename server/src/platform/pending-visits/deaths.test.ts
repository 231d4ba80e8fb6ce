import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { Arrived, HAND_OVER_STEPS, newEventsFolder, startPending } from "#testing/start-pending.ts";

onEveryEngine((open) => {
  test.each(HAND_OVER_STEPS)(
    "a process that dies when %s loses and doubles nothing: its successor goes on at once",
    async (dies) => {
      const { job, commit, pending } = await startPending(open);
      const folder = await newEventsFolder();
      const arrived = new Arrived();
      const ids = await commit(7);
      {
        using first = job(folder, { dies, rowsMax: 4 });
        await expect(first.run()).rejects.toThrow("Killed");
      }
      await arrived.ship(folder, true); // The shipper may be in the middle of it as well.
      ids.push(...(await commit(2)));
      using second = job(folder, { rowsMax: 4 });
      await second.run();
      await arrived.ship(folder);
      expect(arrived.ids().sort()).toEqual(ids.sort());
      expect(await pending()).toEqual([]);
      expect(readdirSync(join(folder, "0", "sealed"))).toEqual([]);
    },
  );

  test.each(HAND_OVER_STEPS)(
    "after half a minute, others take over from a process that died when %s and stays away",
    async (dies) => {
      const { advance, job, commit, pending } = await startPending(open);
      const [ours, theirs] = [await newEventsFolder(), await newEventsFolder()];
      const arrived = new Arrived();
      const ids = await commit(5);
      using dead = job(theirs, { dies });
      await expect(dead.run()).rejects.toThrow("Killed");
      using alive = job(ours);
      advance(29_999);
      await alive.run();
      await arrived.ship(ours);
      expect(arrived.ids()).toEqual([]); // It might only be slow.
      advance(1);
      await alive.run();
      await arrived.ship(ours);
      if (dies !== "removed") expect(arrived.ids().sort()).toEqual(ids);
      expect(await pending()).toEqual([]);
      await arrived.ship(theirs); // It comes back after all.
      expect(arrived.ids().sort()).toEqual(ids);
    },
  );
});

onEveryEngine((open) => {
  test("whatever dies when, each event arrives under one segment, which is always the same", {
    timeout: 60_000,
  }, async () => {
    const seed = Date.now();
    console.log(`pending-visits seed ${seed}`);
    const { advance, job, commit, pending } = await startPending(open);
    const who = fc.nat({ max: 2 });
    const step = fc.oneof(
      fc.record({ act: fc.constant("commit" as const), count: fc.integer({ min: 1, max: 9 }) }),
      fc.record({
        act: fc.constant("run" as const),
        who,
        dies: fc.option(fc.constantFrom(...HAND_OVER_STEPS)),
      }),
      fc.record({ act: fc.constant("ship" as const), who, isTorn: fc.boolean() }),
      fc.record({ act: fc.constant("wait" as const), ms: fc.constantFrom(1_000, 29_000, 31_000) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const shared = await newEventsFolder();
        const folders = [shared, shared, await newEventsFolder()];
        const arrived = new Arrived();
        const ids: string[] = [];
        for (const one of steps) {
          if (one.act === "commit") ids.push(...(await commit(one.count)));
          if (one.act === "wait") advance(one.ms);
          if (one.act === "ship") await arrived.ship(folders[one.who] ?? shared, one.isTorn);
          if (one.act !== "run") continue;
          using process = job(folders[one.who] ?? shared, {
            rowsMax: 4,
            ...(one.dies && { dies: one.dies }),
          });
          await process.run().catch((cause: Error) => expect(cause.message).toMatch(/^Killed/));
        }
        advance(30_000);
        using last = job(shared, { rowsMax: 4 });
        await last.run();
        for (const folder of folders) await arrived.ship(folder);
        expect(arrived.ids().sort()).toEqual(ids.sort());
        expect(await pending()).toEqual([]);
      }),
      { numRuns: 40, seed },
    );
  });
});
