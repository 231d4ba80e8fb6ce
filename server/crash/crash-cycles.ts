import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "#testing/random.ts";
import { Journal } from "./journal.ts";
import { mixedLoad } from "./mixed-load.ts";
import { logIn, signUp } from "./sign-up.ts";
import { startParts, type Victim } from "./start-parts.ts";
import { verifyClicks, verifyDatabase, verifyPromises } from "./verify.ts";

export type CrashReport = {
  readonly broken: readonly string[];
  readonly promises: number;
  readonly clicks: number;
  /** Of the process that answers, each time that it was started. */
  readonly startMs: readonly number[];
  readonly kills: Readonly<Partial<Record<Victim, number>>>;
};

type Options = {
  readonly cycles: number;
  readonly seed: number;
  /** Edge, worker and warehouse as processes of their own, else as one program with its warehouse. */
  readonly isApart?: boolean;
};

const HANDLE = "crash";
/** Of a cycle; a death before anything was promised would show nothing, however slow the machine is. */
const [PROMISES_MIN, CLICKS_MIN, PROMISED_MS_MAX] = [15, 3, 20_000];

/**
 * Kills a part of the product without warning under load, again and again, and says which of its promises the next start
 * did not keep. Loopback only; ends by itself after so many cycles.
 */
export async function crashCycles({ cycles, seed, isApart = false }: Options): Promise<CrashReport> {
  const random = randomFrom(seed);
  const dataDir = await mkdtemp(join(tmpdir(), "switchyard-crash-"));
  const parts = await startParts(dataDir, isApart);
  const journal = new Journal();
  const broken: string[] = [];
  const kills: Partial<Record<Victim, number>> = {};
  try {
    const { jwt, token } = await signUp(parts.port, HANDLE, ["links.*", "analytics.*"]);
    const known = { port: parts.port, handle: HANDLE, token, journal };
    for (let cycle = 0; cycle < cycles; cycle++) {
      let isOver = false;
      const session = (await logIn(parts.port)) ?? jwt;
      const load = mixedLoad({ ...known, jwt: () => session, random, isOver: () => isOver });
      await sleep(100 + random() * 500);
      await untilPromised(journal, cycle + 1);
      const victim = parts.victims[Math.floor(random() * parts.victims.length)] ?? "edge";
      kills[victim] = (kills[victim] ?? 0) + 1;
      await parts.kill(victim);
      if (victim !== "edge") await sleep(100 + random() * 200); // The others go on without it.
      isOver = true;
      await load;
      await parts.revive(victim);
      broken.push(...(await verifyPromises(known)), ...verifyDatabase(join(dataDir, "switchyard.sqlite")));
    }
    broken.push(...(await verifyClicks(known)));
  } finally {
    await parts[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  }
  return { broken, promises: journal.promises, clicks: clicksOf(journal), startMs: parts.startMs, kills };
}

const clicksOf = ({ clicks }: Journal): number => [...clicks.values()].reduce((sum, one) => sum + one, 0);

async function untilPromised(journal: Journal, cycles: number): Promise<void> {
  const end = performance.now() + PROMISED_MS_MAX;
  const isShort = () => journal.promises < cycles * PROMISES_MIN || clicksOf(journal) < cycles * CLICKS_MIN;
  while (isShort() && performance.now() < end) await sleep(20);
}
