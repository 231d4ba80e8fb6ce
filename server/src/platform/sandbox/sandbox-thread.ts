import { Worker } from "node:worker_threads";
import type { Ran } from "./run-script.ts";
import type { ScriptCall, ScriptOutcome } from "./sandbox.ts";

/** What loading the machine takes on a busy computer, many times over. */
const START_MS_MAX = 20_000;
/** How long after its time a script is given to notice the clock itself. */
const GRACE_MS = 250;

const crashed: ScriptOutcome = {
  answer: null,
  failure: { kind: "crashed", message: "It broke what it ran in." },
  log: "",
};
const late: ScriptOutcome = {
  answer: null,
  failure: { kind: "time", message: "It did not end in time." },
  log: "",
};

/** A thread that runs one script at a time. It keeps no process alive. */
export class SandboxThread {
  readonly #worker: Worker;
  readonly #ready: Promise<boolean>;
  #settle: ((outcome: ScriptOutcome) => void) | undefined;
  #isDead = false;

  constructor() {
    this.#worker = new Worker(new URL("./sandbox-worker.ts", import.meta.url), {
      env: {}, // What is in the environment is nobody's business here.
      execArgv: [],
      stdout: true, // A machine that breaks says so, for anyone to cause; the outcome says it as well.
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    this.#worker.unref();
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#ready = promise;
    const starting = setTimeout(() => this.end(), START_MS_MAX).unref();
    this.#worker.on("message", (said: "ready" | Ran) => {
      clearTimeout(starting);
      if (said === "ready") return resolve(true);
      if (said.isBroken) this.end();
      this.#settle?.(said.outcome);
    });
    this.#worker.on("error", () => this.end());
    this.#worker.on("exit", () => {
      clearTimeout(starting);
      this.#isDead = true;
      resolve(false);
      this.#settle?.(crashed);
    });
  }

  /** It runs nothing any more; whoever has it needs another. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Never throws. A script that does not end by itself is ended with the thread. */
  async run(call: ScriptCall): Promise<ScriptOutcome> {
    if (!(await this.#ready) || this.#isDead) return crashed;
    const { promise, resolve } = Promise.withResolvers<ScriptOutcome>();
    this.#settle = resolve;
    const watch = setTimeout(() => {
      resolve(late);
      this.end();
    }, call.cpuMs + GRACE_MS);
    this.#worker.postMessage(call);
    const outcome = await promise;
    clearTimeout(watch);
    this.#settle = undefined;
    return outcome;
  }

  end(): void {
    this.#isDead = true;
    void this.#worker.terminate();
  }
}
