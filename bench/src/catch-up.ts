import { once } from "node:events";
import { readdirSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@switchyard/server/src/kernel/ids.ts";
import { type Slot, takeSlot } from "@switchyard/server/src/platform/event-log/slot.ts";
import { AnalyticsEvents, HANDLES } from "./analytics-events.ts";
import { AnalyticsSegments } from "./analytics-segments.ts";
import { handleId } from "./handle-id.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

/** What waits, as after an outage of the warehouse. */
const EVENTS = Number(process.argv[2] ?? 3_000_000);
const QUIET_MS = 10_000;
const PAUSE_MS = 4;

await using program = await spawnProgram();
const { port, dataDir } = program;
const { handle, token } = await signUp(port);
const made = await fetch(`http://127.0.0.1:${port}/v2/public/handles/${handle}/links/launch`, {
  method: "PUT",
  headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  body: JSON.stringify({ destinationUrl: "https://example.com/launch" }),
});
if (!made.ok) throw new Error(await made.text());

using slot = takeSlot(join(dataDir, "events"));
const segments = await backlogIn(slot);
const agent = new Agent({ keepAlive: true });
const quietUntil = performance.now() + QUIET_MS;
await visit("nothing waits", () => performance.now() < quietUntil);
const begun = performance.now();
await segments.show();
await visit("while it catches up", () => readdirSync(slot.sealed).length > 0);
const seconds = (performance.now() - begun) / 1000;
console.log(`${EVENTS} events in ${seconds.toFixed(1)} s, ${Math.round(EVENTS / seconds)} a second`);

/** Written down, and shown to nobody yet. */
async function backlogIn(slot: Slot): Promise<AnalyticsSegments> {
  const endAt = Date.now();
  const others = Array.from({ length: HANDLES - 1 }, () => newId("hdl", endAt));
  const handleIds = [handleId(dataDir, handle), ...others];
  const source = new AnalyticsEvents({ seed: 1, events: EVENTS, endAt, handleIds });
  const segments = new AnalyticsSegments(slot);
  for (let n = 0; n < EVENTS; n++) await segments.add(source.next());
  await segments.write();
  return segments;
}

/** Visits at an even pace, whether or not the ones before are answered, and says how long their answers took. */
async function visit(what: string, isGoingOn: () => boolean): Promise<void> {
  const ms: number[] = [];
  const underWay: Promise<void>[] = [];
  while (isGoingOn()) {
    underWay.push(visitOnce(ms));
    await sleep(PAUSE_MS);
  }
  await Promise.all(underWay);
  ms.sort((a, b) => a - b);
  const at = (share: number) => ms[Math.ceil(share * ms.length) - 1]?.toFixed(1);
  console.log(
    `${what.padEnd(20)} ${ms.length} redirects: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)} ms`,
  );
}

async function visitOnce(ms: number[]): Promise<void> {
  const headers = { host: `${handle}.localhost:${port}`, "user-agent": "Mozilla/5.0 Firefox/145.0" };
  const from = performance.now();
  const [answer] = await once(get({ port, path: "/launch", agent, headers }), "response");
  if (answer.statusCode !== 302) throw new Error(`A visit was answered ${answer.statusCode}.`);
  answer.resume();
  ms.push(performance.now() - from);
}
