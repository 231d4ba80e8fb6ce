import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#testing/free-port.ts";
import { randomFrom } from "#testing/random.ts";
import { letADayPass, readBlobs } from "./blob-store-state.ts";
import { Program } from "./program.ts";
import { signUp } from "./sign-up.ts";
import { verifyDatabase } from "./verify.ts";
import type { Place, Workload } from "./workload.ts";

export type BlobReport = {
  readonly broken: readonly string[];
  /** As many as there was time for. */
  readonly cycles: number;
  /** Blobs that were due for collection when the program was started, all cycles together. */
  readonly due: number;
  readonly needed: number;
  /** What nobody needs and is still there in the end. */
  readonly left: number;
};

type Options = {
  readonly cycles: number;
  readonly seed: number;
  readonly workloads: readonly Workload[];
  /** When no further cycle is begun. */
  readonly minutesMax?: number;
  /** How long the clients have at most before each death. */
  readonly loadMs?: number;
};

const HANDLE = "crash";
const CLIENTS = 12;
const LOAD_MS_MAX = 1_200;
const COLLECTED_MS_MAX = 20_000;
/** A death before anything was promised would show nothing, however slow the machine is. */
const PROMISES_MIN = 4;
const PROMISED_MS_MAX = 20_000;

/**
 * Kills the program without warning while clients send, resume and delete and it collects what nobody needs, again and
 * again; between a death and the next start a day passes for what nobody needs. Loopback only; ends by itself.
 */
export async function blobCycles({
  cycles,
  seed,
  workloads,
  loadMs = LOAD_MS_MAX,
  minutesMax = 15,
}: Options): Promise<BlobReport> {
  const random = randomFrom(seed);
  const dataDir = await mkdtemp(join(tmpdir(), "switchyard-blobs-"));
  const program = new Program(await freePort(), dataDir);
  const broken: string[] = [];
  const end = performance.now() + minutesMax * 60_000;
  let [due, done] = [0, 0];
  try {
    await program.start();
    const { token } = await signUp(program.port, HANDLE, ["*"]);
    const place: Place = { port: program.port, handle: HANDLE, token, random };
    for (; done < cycles && performance.now() < end; done++) {
      const load = run(place, workloads);
      await sleep(200 + random() * loadMs);
      await untilPromised(workloads);
      await program.end("SIGKILL");
      await load;
      due += await letADayPass(dataDir);
      broken.push(
        ...verifyDatabase(join(dataDir, "switchyard.sqlite")),
        ...(await readBlobs(dataDir)).broken,
      );
      await program.start();
      for (const workload of workloads) broken.push(...(await workload.verify(place)));
    }
    await program.end("SIGTERM");
    due += await letADayPass(dataDir);
    await program.start();
    const { needed, left, broken: last } = await untilCollected(dataDir);
    return { broken: [...broken, ...last], cycles: done, due, needed, left };
  } finally {
    await program.end("SIGTERM");
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Until the line is cut. */
async function run(place: Place, workloads: readonly Workload[]): Promise<void> {
  const loop = async (client: number) => {
    const workload = workloads[client % workloads.length];
    try {
      while (workload !== undefined) await workload.act(place);
    } catch {
      // What was asked last was not promised, and may have happened.
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => loop(client)));
}

/** Until each workload was promised something since the first start. */
async function untilPromised(workloads: readonly Workload[]): Promise<void> {
  const end = performance.now() + PROMISED_MS_MAX;
  while (workloads.some((workload) => workload.promises() < PROMISES_MIN) && performance.now() < end)
    await sleep(20);
}

async function untilCollected(dataDir: string) {
  const end = performance.now() + COLLECTED_MS_MAX;
  let state = await readBlobs(dataDir);
  while (state.unneeded + state.staged > 0 && performance.now() < end) {
    await sleep(100);
    state = await readBlobs(dataDir);
  }
  return { needed: state.needed, left: state.unneeded + state.staged, broken: state.broken };
}
