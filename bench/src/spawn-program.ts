import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const START_MS_MAX = 30_000;
/** As `npm start` and the packages give it. */
const GIVEN = { MALLOC_ARENA_MAX: "1" };

/** The program as its users run it, in a process and a data folder of its own. */
export type Program = AsyncDisposable & {
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
};

export async function spawnProgram(environment: Record<string, string> = {}): Promise<Program> {
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), "switchyard-bench-"));
  const main = join(import.meta.dirname, "../../server/src/main.ts");
  const env = {
    ...GIVEN,
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    RATE_LIMITS: "off",
    ...environment,
  };
  const child = spawn(process.execPath, [main, "start"], { env, stdio: ["ignore", "ignore", "inherit"] });
  await untilReady(port, child);
  return {
    port,
    pid: child.pid ?? 0,
    dataDir,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      await rm(dataDir, { recursive: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilReady(port: number, child: ChildProcess): Promise<void> {
  const end = Date.now() + START_MS_MAX;
  while (Date.now() < end && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok && ((await answer.json()) as { status: string }).status === "ready") return;
    await sleep(50);
  }
  throw new Error("The program did not become ready.");
}
