import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { newId } from "@switchyard/server/src/kernel/ids.ts";
import type { VisitEvent } from "@switchyard/server/src/kernel/visit-event.ts";
import { openWarehouse } from "@switchyard/server/src/warehouse/open-warehouse.ts";
import type { Warehouse } from "@switchyard/server/src/warehouse/warehouse.ts";
import { AnalyticsEvents, DAYS, HANDLES } from "./analytics-events.ts";
import { childrenOf, memoryOf } from "./analytics-memory.ts";
import { mergeAll } from "./analytics-merge.ts";
import { type Peer, QUESTIONS, type Question, type Range } from "./analytics-peer.ts";
import { openPostgresPeer } from "./analytics-postgres.ts";
import { openShipping } from "./analytics-shipping.ts";
import { openSqlitePeer } from "./analytics-sqlite.ts";
import { askingWarehouse } from "./analytics-warehouse.ts";
import { handleId } from "./handle-id.ts";
import { median } from "./median.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

const DAY_MS = 86_400_000;
const BATCH = 200_000;
/** What waits when it is shipped, as after an outage. */
const BACKLOG = 5_000_000;
/** Beyond this, peers take longer to load than anybody waits. */
const PEER_EVENTS_MAX = 20_000_000;
const ROUNDS = 15;
/** What is quick is asked for this long, as it is of a program that has been up for a while. */
const ASKED_MS = 2_000;
const PEER_ROUNDS = 3;
/** A peer that takes longer is asked once. */
const PATIENCE_MS = 10_000;
const SCREENS = 100;
const REST_MS = 20_000;
/** What the dashboard asks when it is opened. */
const SCREEN = "breakdowns=slug,country,device,referrer,source&funnel=true&limit=10";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10M" },
    seed: { type: "string", default: "1" },
    peers: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const events = Number(values.events.replace(/k$/i, "000").replace(/m$/i, "000000"));
const endAt = Date.now();
const begun = performance.now();
const say = (text: string) => console.log(`${seconds(performance.now() - begun).padStart(6)}  ${text}`);
const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`;
const rounded = (value: number) => Math.round(value).toLocaleString("en");

const dataDir = await mkdtemp(join(tmpdir(), "switchyard-analytics-"));
const hasPeers = values.peers && events <= PEER_EVENTS_MAX;

type Handles = { readonly hot: string; readonly typical: string; readonly token: string };

async function openPeers(opened: AsyncDisposableStack): Promise<readonly Peer[]> {
  const peers = [openSqlitePeer(dataDir), await openPostgresPeer()];
  return peers.flatMap((peer) => (peer === undefined ? [] : [opened.use(peer)]));
}

/** Two of the handles are real, so that they can be asked about over HTTP; of the others nobody asks. */
async function makeHandles(): Promise<Handles> {
  await using program = await spawnProgram({ DATA_DIR: dataDir });
  const { token } = await signUp(program.port, "hottest");
  await signUp(program.port, "typical");
  return { hot: handleId(dataDir, "hottest"), typical: handleId(dataDir, "typical"), token };
}

/** The same events every time that it is asked for them. */
function sourceOf({ hot, typical }: Handles): () => AnalyticsEvents {
  const others = Array.from({ length: HANDLES - 2 }, () => newId("hdl", endAt));
  const handleIds = [hot, typical, ...others];
  return () => new AnalyticsEvents({ seed: Number(values.seed), events, endAt, handleIds });
}

/** All events, in batches, with how many there have been. */
function* batchesOf(source: AnalyticsEvents): Generator<{ batch: readonly VisitEvent[]; done: number }> {
  for (let done = 0; done < events; ) {
    const length = Math.min(BATCH, events - done);
    done += length;
    yield { batch: Array.from({ length }, () => source.next()), done };
    if (done % (25 * BATCH) === 0) say(`${rounded(done)} events`);
  }
}

async function ship(source: AnalyticsEvents): Promise<void> {
  await using shipping = await openShipping(dataDir);
  for (const { batch, done } of batchesOf(source)) {
    await shipping.add(batch);
    if (done % BACKLOG === 0 || done === events) await shipping.ship();
  }
  const { warehouse, enginePid } = shipping;
  const shippedAt = performance.now();
  await settle(warehouse);
  const { perSecond, mainUs, engineUs } = shipping.figures();
  say(
    `shipped at ${rounded(perSecond)} events/s, merged ${seconds(performance.now() - shippedAt)} later; ${mainUs.toFixed(1)} µs CPU an event here and ${engineUs.toFixed(1)} µs in the engine, which has ${memoryOf(enginePid).toFixed(0)} MB`,
  );
}

/** Not while anything is shipped: a database goes on writing for minutes what it was given. */
async function load(source: AnalyticsEvents, peers: readonly Peer[]): Promise<void> {
  if (peers.length === 0) return;
  const loadMs = new Map<string, number>();
  const timed = async (name: string, work: () => Promise<void>) => {
    const from = performance.now();
    await work();
    loadMs.set(name, (loadMs.get(name) ?? 0) + performance.now() - from);
  };
  for (const { batch } of batchesOf(source)) {
    for (const peer of peers) await timed(peer.name, () => peer.load(batch));
  }
  for (const { name, finish, bytes } of peers) {
    await timed(name, finish);
    say(
      `${name} loaded in ${seconds(loadMs.get(name) ?? 0)}; ${((await bytes()) / events).toFixed(0)} bytes/event`,
    );
  }
}

/** Every question, of an engine that nothing is shipped to meanwhile. */
async function ask(what: string, range: Range, peers: readonly Peer[]): Promise<void> {
  await using warehouse = openWarehouse({
    dataDir,
    log: { info() {}, warn: console.warn, error: console.error },
  });
  await warehouse.whenReady();
  say(`${what}: ${(await bytesOf(warehouse)).toFixed(1)} bytes/event on disk`);
  const ours = { name: "Switchyard", ask: askingWarehouse(warehouse) };
  for (const question of QUESTIONS) await compare(question, range, [ours, ...peers]);
}

type Asked = Pick<Peer, "name" | "ask">;

/** Medians of interleaved rounds; every engine must have counted the same. */
async function compare(
  question: Question,
  range: Range,
  [ours, ...peers]: readonly [Asked, ...Asked[]],
): Promise<void> {
  const counts: number[] = [];
  const timed = async (ask: Asked["ask"]) => {
    const from = performance.now();
    counts.push(await ask(question, range));
    return performance.now() - from;
  };
  const oursMs: number[] = [];
  const peersMs = peers.map(() => [] as number[]);
  for (let askedMs = 0; oursMs.length < ROUNDS || askedMs < ASKED_MS; askedMs += oursMs.at(-1) ?? 0) {
    oursMs.push(await timed(ours.ask));
    for (const [index, { ask }] of peers.entries()) {
      const ms = peersMs[index] ?? [];
      if (ms.length < PEER_ROUNDS && (ms[0] ?? 0) < PATIENCE_MS) ms.push(await timed(ask));
    }
  }
  const [first = 0] = counts;
  const isSame = counts.every((count) => Math.abs(count - first) <= first / 1000); // A funnel cuts sessions at its edges.
  const shown = (ms: readonly number[]) => `${median(ms).toFixed(1)} ms`;
  const warm = oursMs.length > ROUNDS ? ` (of all ${oursMs.length} rounds ${shown(oursMs)})` : "";
  const told = peers.map(({ name }, index) => `, ${name} ${shown(peersMs[index] ?? [])}`);
  say(`${question}: ${ours.name} ${shown(oursMs.slice(0, ROUNDS))}${warm}${told.join("")}`);
  if (!isSame || first === 0) throw new Error(`The engines do not agree: ${counts.join(", ")}`);
}

/** Until nothing is being merged any more. */
async function settle(warehouse: Warehouse): Promise<void> {
  for (let quiet = 0; quiet < 3; await sleep(1_000)) {
    const [row] = await warehouse.query<{ merging: number }>("select count() as merging from system.merges");
    quiet = row?.merging === 0 ? quiet + 1 : 0;
  }
}

async function bytesOf(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.query<{ bytes: number; rows: number }>(
    "select sum(bytes_on_disk) as bytes, sum(rows) as rows from system.parts where active and table = 'events'",
  );
  if (row?.rows !== events) throw new Error(`${row?.rows} rows of ${events} events.`);
  return row.bytes / row.rows;
}

async function askOverHttp({ token }: Handles, { from, to }: Range): Promise<void> {
  await using program = await spawnProgram({ DATA_DIR: dataDir });
  const { port, pid } = program;
  const [engine = 0] = childrenOf(pid);
  await sleep(REST_MS);
  say(`at rest: main ${memoryOf(pid).toFixed(0)} MB, warehouse ${memoryOf(engine).toFixed(0)} MB`);
  const time = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const screen = async (query: string) => {
    const begun = performance.now();
    const url = `http://127.0.0.1:${port}/v2/public/handles/hottest/analytics?${time}&${query}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.arrayBuffer();
    return performance.now() - begun;
  };
  for (const [what, query] of [
    ["first screen", SCREEN],
    ["first screen with an ordered funnel", `${SCREEN}&steps=click,signal:view,conversion&window=7d`],
  ] as const) {
    const ms: number[] = [];
    for (let n = 0; n < SCREENS; n++) ms.push(await screen(query));
    const sorted = ms.toSorted((a, b) => a - b);
    say(
      `${what} of the hot handle over HTTP: median ${median(ms).toFixed(0)} ms, p95 ${sorted[Math.floor(SCREENS * 0.95)]?.toFixed(0)} ms`,
    );
  }
  await sleep(REST_MS);
  say(`at rest afterwards: main ${memoryOf(pid).toFixed(0)} MB, warehouse ${memoryOf(engine).toFixed(0)} MB`);
}

try {
  const handles = await makeHandles();
  const range = { ...handles, from: endAt - 30 * DAY_MS, to: endAt };
  const newSource = sourceOf(handles);
  say(`${rounded(events)} events of ${HANDLES} handles in ${DAYS} days, seed ${values.seed}`);
  await ship(newSource());
  {
    await using opened = new AsyncDisposableStack();
    const peers = hasPeers ? await openPeers(opened) : [];
    await load(newSource(), peers);
    await ask("as it was shipped", range, peers);
    // As the table's settings leave months that rest.
    await mergeAll(join(dataDir, "warehouse"));
    await ask("each month one part", range, peers);
  }
  await askOverHttp(handles, range);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
