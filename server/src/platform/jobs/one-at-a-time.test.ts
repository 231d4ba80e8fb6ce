import { setImmediate as endOfTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { openDatabase } from "#platform/database/open-database.ts";
import { WRITE } from "#platform/database/write.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { claimJob } from "./claim-job.ts";
import { oneAtATime } from "./one-at-a-time.ts";

const clock = { now: () => new Date() };

onEveryEngine((_, locate) => {
  test("of processes that share a database one at a time is at work, and all have been at the end", async () => {
    const location = await locate();
    const inside = { now: 0, most: 0, done: 0 };
    await using processes = new AsyncDisposableStack();
    const work = async () => {
      inside.now += 1;
      inside.most = Math.max(inside.most, inside.now);
      for (let turn = 0; turn < 20; turn++) await endOfTurn();
      inside.now -= 1;
      inside.done += 1;
    };
    const all = Array.from({ length: 4 }, () => {
      const db = processes.use(openDatabase(location));
      return oneAtATime({ db, clock }, "test")(work);
    });
    await Promise.all(all);
    expect(inside).toEqual({ now: 0, most: 1, done: 4 });
  });

  test("work that fails lets others begin, whoever died is waited for a quarter of a minute, and nobody longer than they like", async () => {
    await using db = openDatabase(await locate());
    const alone = oneAtATime({ db, clock }, "test");
    await expect(alone(() => Promise.reject(new Error("No.")))).rejects.toThrow("No.");
    expect(await alone(async () => "Yes.")).toBe("Yes.");

    const died = { now: new Date(), everyMs: 0, holdMs: 15_000 };
    expect(await db[WRITE]((tx) => claimJob(tx, "test", died))).toBe(died.now.getTime() + 15_000);
    const left = new AbortController();
    const waiting = alone(async () => "Never.", left.signal);
    left.abort();
    await expect(waiting).rejects.toThrow("aborted");
    const later = { now: () => new Date(Date.now() + 15_001) };
    expect(await oneAtATime({ db, clock: later }, "test")(async () => "Later.")).toBe("Later.");
  });

  test("whoever was taken for dead and ends after all lets nobody in beside who came after it", async () => {
    await using db = openDatabase(await locate());
    const later = { now: () => new Date(Date.now() + 15_001) };
    const [slow, next] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const begun = Promise.withResolvers<void>();
    const first = oneAtATime(
      { db, clock },
      "test",
    )(async () => {
      begun.resolve();
      await slow.promise;
    });
    await begun.promise;
    const taken = Promise.withResolvers<void>();
    const second = oneAtATime(
      { db, clock: later },
      "test",
    )(async () => {
      taken.resolve();
      await next.promise;
    });
    await taken.promise;
    slow.resolve();
    await first;
    const third = { now: new Date(), everyMs: 0, holdMs: 1 };
    expect(await db[WRITE]((tx) => claimJob(tx, "test", third))).toBeUndefined();
    next.resolve();
    await second;
    expect(await db[WRITE]((tx) => claimJob(tx, "test", third))).toBeGreaterThan(0);
  });
});
