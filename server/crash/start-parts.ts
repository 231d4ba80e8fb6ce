import { readFileSync } from "node:fs";
import { startChdbHttpFront } from "#testing/chdb-http-front.ts";
import { freePort } from "#testing/free-port.ts";
import { Program } from "./program.ts";

/** What can be killed: the process that visitors and callers are answered by, one that only works, and the engine. */
export type Victim = "edge" | "worker" | "warehouse";

export type Parts = AsyncDisposable & {
  readonly victims: readonly Victim[];
  readonly port: number;
  readonly startMs: readonly number[];
  readonly kill: (victim: Victim) => Promise<void>;
  /** Starts it again, or waits until what owns it has. */
  readonly revive: (victim: Victim) => Promise<void>;
};

/** The product as one program, or taken apart: two programs on one data folder, and an engine behind a wire. */
export const startParts = (dataDir: string, isApart: boolean): Promise<Parts> =>
  isApart ? startApart(dataDir) : startTogether(dataDir);

async function startTogether(dataDir: string): Promise<Parts> {
  const program = new Program(await freePort(), dataDir);
  const startMs = [await program.start()];
  return {
    victims: ["edge", "warehouse"],
    port: program.port,
    startMs,
    kill: async (victim) => {
      if (victim === "edge") return program.end("SIGKILL");
      for (const pid of childrenOf(program.pid)) process.kill(pid, "SIGKILL"); // Its engine is its only child.
    },
    revive: async (victim) => {
      if (victim === "edge") startMs.push(await program.start());
    },
    [Symbol.asyncDispose]: () => program.end("SIGTERM"),
  };
}

async function startApart(dataDir: string): Promise<Parts> {
  const front = await startChdbHttpFront();
  const environment = { CLICKHOUSE_URL: front.url };
  const edge = new Program(await freePort(), dataDir, environment);
  const worker = new Program(await freePort(), dataDir, environment);
  const startMs = [await edge.start()];
  await worker.start();
  return {
    victims: ["edge", "worker", "warehouse"],
    port: edge.port,
    startMs,
    kill: async (victim) => {
      if (victim === "warehouse") return front.killEngine();
      await (victim === "edge" ? edge : worker).end("SIGKILL");
    },
    revive: async (victim) => {
      if (victim === "warehouse") await front.startEngine();
      if (victim === "worker") await worker.start();
      if (victim === "edge") startMs.push(await edge.start());
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([edge.end("SIGTERM"), worker.end("SIGTERM")]);
      await front[Symbol.asyncDispose]();
    },
  };
}

/** None on systems without /proc: there the program is the only victim that can be found. */
function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return text === "" ? [] : text.split(" ").map(Number);
  } catch {
    return [];
  }
}
