import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#kernel/clock.ts";
import { mutate } from "#platform/mutate.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { type Compressed, compressedClock } from "./compressed-clock.ts";
import { ENDPOINTS, startFaultyReceiver } from "./faulty-receiver.ts";
import { verifyWebhooks, type WebhookReport } from "./verify-webhooks.ts";

type Options = {
  readonly events: number;
  readonly kills: number;
  /** Processes that die between the commit of an event and that of its fan-out. */
  readonly deaths: number;
  readonly random: () => number;
};

const SCALE = 1_000;
/** When the people of a test have their sessions. */
const SET_UP_AT = new Date("2026-01-01T00:00:00Z");
const AT_ONCE = 25;
const DEATHS_AT_ONCE = 4;
const STUCK_MS = 60_000;

/**
 * Sends so many events to three endpoints that do everything wrong, kills the worker without warning again and again
 * meanwhile, and says which deliveries are missing, forged or out of time. A second of the program's clock is a
 * millisecond. Loopback only; ends by itself.
 */
export async function webhookCycles({ events, kills, deaths, random }: Options): Promise<WebhookReport> {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-webhooks-"));
  const location = join(folder, "control.sqlite");
  const receiver = await startFaultyReceiver(random);
  let clock: Clock = { now: () => SET_UP_AT };
  const control = await startControl({ location, override: { clock: { now: () => clock.now() } } });
  let worker: ChildProcess | undefined;
  try {
    for (const path of ENDPOINTS)
      receiver.secrets.set(path, await subscribe(control, `${receiver.url}${path}`));
    const place: Place = { location, originMs: Date.now(), scale: SCALE };
    clock = compressedClock(place);
    await dieBetween(place, deaths);
    const orphans = (await control.rows("select id from outbox where dispatched_at is null")).length;
    worker = await startWorker(place);
    const total = (events + deaths) * ENDPOINTS.length;
    const writing = occurAll(control, events);
    for (let kill = 1; kill <= kills; kill++) {
      await until(() => receiver.accepted() >= (total * kill) / (kills + 1), receiver.accepted);
      await end(worker);
      worker = await startWorker(place);
    }
    await writing;
    await until(async () => (await countOpen(control)) === 0, receiver.accepted);
    return await verifyWebhooks(control, receiver, { events, deaths, orphans });
  } finally {
    if (worker !== undefined) await end(worker);
    await control[Symbol.asyncDispose]();
    receiver.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Place = Compressed & { readonly location: string };

async function subscribe(control: Control, endpointUrl: string): Promise<string> {
  const operator = await control.member("OPERATOR");
  const answer = await operator.post("/v2/handles/acme/webhooks", { endpointUrl, eventTypes: ["*"] });
  if (answer.status !== 201) throw new Error(`No webhook: ${JSON.stringify(answer.body)}`);
  return (answer.body as { secret: string }).secret;
}

async function occurAll({ deps }: Control, events: number): Promise<void> {
  for (let from = 0; from < events; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, events - from) }, (_, n) => from + n);
    await mutate(deps, { kind: "system", job: "crash" }, { auth: "none" }, async () => ({
      result: undefined,
      audit: { action: "crash", target: String(from), handleId: "hdl_acme" },
      events: numbers.map((n) => ({
        type: "token.revoked",
        payload: { tokenId: `event-${n}`, reason: "crash" },
      })),
    }));
    await sleep(1);
  }
}

const argumentsOf = ({ location, originMs, scale }: Place) => [
  ...["--location", location, "--origin", String(originMs), "--scale", String(scale)],
];

async function startWorker(place: Place): Promise<ChildProcess> {
  const file = join(import.meta.dirname, "webhook-worker.ts");
  const worker = spawn(process.execPath, [file, ...argumentsOf(place)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await Promise.race([once(worker.stdout, "data"), once(worker, "exit")]);
  if (worker.exitCode !== null) throw new Error("The worker did not start.");
  return worker;
}

async function end(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.kill("SIGKILL");
  await once(worker, "exit");
}

async function dieBetween(place: Place, deaths: number): Promise<void> {
  const file = join(import.meta.dirname, "webhook-death.ts");
  for (let from = 0; from < deaths; from += DEATHS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(DEATHS_AT_ONCE, deaths - from) }, (_, n) => from + n);
    await Promise.all(
      numbers.map(async (number) => {
        const own = [file, ...argumentsOf(place), "--number", String(number)];
        const dying = spawn(process.execPath, own, { stdio: ["ignore", "ignore", "inherit"] });
        const [code, signal] = await once(dying, "exit");
        if (signal !== "SIGKILL") throw new Error(`A process did not die as it should: ${code}.`);
      }),
    );
  }
}

async function countOpen(control: Control): Promise<number> {
  const [deliveries, events] = [
    await control.rows("select delivery_id from webhook_deliveries where next_at is not null limit 1"),
    await control.rows("select id from outbox where dispatched_at is null limit 1"),
  ];
  return deliveries.length + events.length;
}

/** Throws when nothing has happened for a minute. */
async function until(holds: () => boolean | Promise<boolean>, progress: () => number): Promise<void> {
  let [last, at] = [progress(), performance.now()];
  while (!(await holds())) {
    await sleep(50);
    if (progress() !== last) [last, at] = [progress(), performance.now()];
    if (performance.now() - at > STUCK_MS)
      throw new Error(`Nothing has arrived for a minute, after ${last}.`);
  }
}
