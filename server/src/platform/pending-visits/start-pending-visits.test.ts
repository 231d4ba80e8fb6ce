import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { SystemActor } from "#kernel/actor.ts";
import { systemClock } from "#kernel/clock.ts";
import { openChangeFeed } from "#platform/change-feed/open-change-feed.ts";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { mutate } from "#platform/mutate.ts";
import { clickEvent } from "#testing/click-event.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startPendingVisits } from "./start-pending-visits.ts";

const VISITOR: SystemActor = { kind: "system", job: "test" };

onEveryEngine((_, locate) => {
  async function start() {
    const stack = new AsyncDisposableStack();
    onTestFinished(() => stack.disposeAsync());
    const root = await mkdtemp(join(tmpdir(), "pending-"));
    stack.defer(() => rm(root, { recursive: true, force: true }));
    const at = await locate();
    const db = stack.use(openDatabase(at));
    await migrate(db);
    const changes = stack.use(openChangeFeed(at));
    const eventsFolder = join(root, "events");
    const failures: unknown[] = [];
    const deps = {
      db,
      changes,
      clock: systemClock,
      standing: async (_read: unknown, actor: SystemActor) => actor,
    };
    return {
      eventsFolder,
      failures,
      job: () =>
        startPendingVisits({
          db,
          changes,
          clock: systemClock,
          eventsFolder,
          log: { error: (fields: unknown) => void failures.push(fields) },
        }),
      commit: (id: string) =>
        mutate({ ...deps, standing: async (_read, actor) => actor }, VISITOR, { auth: "none" }, async () => ({
          result: undefined,
          audit: null,
          visits: [clickEvent({ id })],
        })),
      ids: async () => {
        const segments = await listSealedSegments(eventsFolder);
        const contents = await Promise.all(segments.map(({ path }) => readFile(path, "utf8")));
        return contents.flatMap((content) => content.match(/"id":"[^"]*"/g) ?? []);
      },
    };
  }
  /** Well under the two seconds after which the job looks by itself. */
  const soon = { timeout: 1_200, interval: 10 };

  test("an event that commits here is in the log at once, without waiting for the next look", async () => {
    const { job, commit, ids } = await start();
    await using _running = job();
    await commit("before");
    await expect.poll(ids, { timeout: 5_000, interval: 10 }).toEqual(['"id":"before"']);
    await commit("first");
    await expect.poll(ids, soon).toEqual(['"id":"before"', '"id":"first"']);
    await Promise.all([commit("second"), commit("third")]);
    await expect.poll(async () => (await ids()).length, soon).toBe(4);
  });

  test("stopping moves what has just committed", async () => {
    const { job, commit, ids } = await start();
    {
      await using _running = job();
      await commit("last");
    }
    expect(await ids()).toEqual(['"id":"last"']);
  });

  test("while the log cannot be written events wait, it is said once, and then they are moved", async () => {
    const { job, commit, ids, eventsFolder, failures } = await start();
    await writeFile(eventsFolder, "in the way");
    await using _running = job();
    await commit("patient");
    await expect.poll(() => failures.length, { timeout: 5_000 }).toBe(1);
    await commit("another");
    await rm(eventsFolder);
    await expect.poll(ids, { timeout: 10_000 }).toEqual(['"id":"another"', '"id":"patient"']);
    expect(failures).toMatchObject([{ err: { code: "ENOTDIR" } }]);
  });
});
