import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { newId } from "#kernel/ids.ts";
import { openEventLog } from "#platform/event-log/open-event-log.ts";
import { clickEvent } from "#testing/click-event.ts";
import { randomFrom } from "#testing/random.ts";
import { openWarehouse } from "#warehouse/open-warehouse.ts";
import { startShipper } from "#warehouse/start-shipper.ts";

/**
 * Kills the warehouse process at random moments while events are appended and shipped. Afterwards each event that was
 * acknowledged is in the warehouse exactly once, and was folded exactly once: `node server/crash/warehouse.ts`.
 */
const { values } = parseArgs({
  options: { cycles: { type: "string", default: "20" }, seed: { type: "string" } },
});
const cycles = Number(values.cycles);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const random = randomFrom(seed);
const folder = await mkdtemp(join(tmpdir(), "crash-warehouse-"));
const log = { info() {}, warn() {}, error() {} };
const folded = new Map<string, number>();
let acknowledged = 0;
let kills = 0;
let isAppending = true;

const fail = (error: Error) => {
  throw error;
};
const events = await openEventLog({
  folder: join(folder, "events"),
  durability: "os",
  onFatal: fail,
  sealAfterMs: 50,
});
const warehouse = openWarehouse({ dataDir: folder, log });
const shipper = startShipper({
  eventsFolder: join(folder, "events"),
  warehouse,
  listCounted: async () => new Set(),
  log,
  intervalMs: 5,
  fold: async (summaries) => {
    if (random() < 0.1) throw new Error("The control database is away.");
    for (const { segmentId, clicks } of summaries)
      folded.set(
        segmentId,
        clicks.flatMap((one) => one.clicks).reduce((sum, one) => sum + one, 0),
      );
  },
});

async function append(): Promise<void> {
  while (isAppending) {
    const batch = Array.from({ length: 1 + Math.floor(random() * 100) }, () =>
      events.append(
        clickEvent({ id: newId("evt", Date.now()), handleId: `hdl_${Math.floor(random() * 50)}` }),
      ),
    );
    await Promise.all(batch);
    acknowledged += batch.length;
    do await delay(2);
    while (shipper.counters.pending > 30); // A slow machine takes part, with less.
  }
}

const startedAt = performance.now();
const appending = append();
for (let cycle = 0; cycle < cycles; cycle++) {
  await warehouse.whenReady();
  await delay(random() * 400);
  const pid = warehouse.enginePid();
  if (pid === undefined) continue;
  process.kill(pid, "SIGKILL"); // Started by the warehouse above.
  kills += 1;
  while (warehouse.enginePid() === pid) await delay(1);
}
isAppending = false;
await appending;
await events.sealNow();
while (events.oldestUnshippedAt() !== undefined) await delay(20);
await warehouse.whenReady();
const [row] = await warehouse.query<{ rows: number; ids: number }>(
  "select count() as rows, uniqExact(id) as ids from events",
);
const foldedClicks = [...folded.values()].reduce((sum, clicks) => sum + clicks, 0);
const seconds = (performance.now() - startedAt) / 1000;

await shipper[Symbol.asyncDispose]();
await events[Symbol.asyncDispose]();
await warehouse[Symbol.asyncDispose]();
await rm(folder, { recursive: true, force: true });

console.log({
  seed,
  kills,
  segments: folded.size,
  acknowledged,
  ...row,
  foldedClicks,
  seconds: Math.round(seconds),
});
const oracles: readonly [string, boolean][] = [
  ["the warehouse was killed in every cycle", kills === cycles],
  ["no acknowledged event is missing", row?.ids === acknowledged],
  ["no event is there twice", row?.rows === acknowledged],
  ["each was folded once", foldedClicks === acknowledged],
];
for (const [promise, isKept] of oracles) console.log(`${isKept ? "ok  " : "FAIL"} ${promise}`);
const failed = oracles.filter(([, isKept]) => !isKept).length;
console.log(`${oracles.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
