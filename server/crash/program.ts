import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

const MAIN = join(import.meta.dirname, "../src/main.ts");
const START_MS_MAX = 60_000;

/** The program as a process of its own on one data folder, that can be killed and started again. */
export class Program {
  readonly port: number;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;

  constructor(port: number, dataDir: string, environment: Record<string, string> = {}) {
    this.port = port;
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
    const settings = { PORT: String(port), DATA_DIR: dataDir, RATE_LIMITS: "off", LOG_LEVEL: "fatal" };
    this.#env = { PATH, HOME, NODE_COMPILE_CACHE, ...settings, ...environment };
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error("The program is not running.");
    return pid;
  }

  /** Resolves when it answers; milliseconds it took. */
  async start(): Promise<number> {
    const started = performance.now();
    const child = spawn(process.execPath, [MAIN, "start"], {
      env: this.#env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#child = child;
    while (performance.now() - started < START_MS_MAX && child.exitCode === null) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/health/ready`).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) return performance.now() - started;
      await sleep(20);
    }
    throw new Error(`The program did not start: exit code ${child.exitCode}.`);
  }

  /** Asks one of its commands at a shell, on the same data folder; what it printed, and its exit code. */
  async ask(words: readonly string[]): Promise<{ readonly exitCode: number; readonly out: string }> {
    const child = spawn(process.execPath, [MAIN, ...words], {
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    const [exitCode] = await once(child, "close");
    const [out, err] = await said;
    return { exitCode: Number(exitCode), out: exitCode === 0 ? out : `${out}${err}` };
  }

  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  }
}
