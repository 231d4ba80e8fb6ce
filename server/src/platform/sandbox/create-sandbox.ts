import { availableParallelism } from "node:os";
import type { Sandbox, ScriptCall, ScriptOutcome } from "./sandbox.ts";
import { SandboxBusy } from "./sandbox-busy.ts";
import { SandboxThread } from "./sandbox-thread.ts";
import { Turns } from "./turns.ts";

type Options = {
  /** How many scripts run at once; at least two, so that no tenant can have all. */
  readonly threads?: number;
};

/**
 * Scripts in threads of their own, away from everything else: a limit that is not kept inside ends the thread. Threads are
 * started when they are first needed and kept warm.
 */
export function createSandbox({ threads = defaultThreads() }: Options = {}): Sandbox {
  const turns = new Turns(threads);
  const all = new Set<SandboxThread>();
  const idle: SandboxThread[] = [];
  let ended = 0;
  let isClosed = false;

  async function runInThread(call: ScriptCall): Promise<ScriptOutcome> {
    if (isClosed) throw new SandboxBusy();
    const thread = idle.pop() ?? new SandboxThread();
    all.add(thread);
    const outcome = await thread.run(call);
    if (thread.isDead) {
      all.delete(thread);
      ended += 1;
    } else idle.push(thread);
    return outcome;
  }

  return {
    counters: {
      get running() {
        return turns.running;
      },
      get waiting() {
        return turns.waiting;
      },
      get ended() {
        return ended;
      },
    },
    run: async (tenant, call, waitMs) => {
      await turns.begin(tenant, waitMs);
      try {
        return await runInThread(call);
      } finally {
        turns.end(tenant);
      }
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      for (const thread of all) thread.end();
    },
  };
}

const defaultThreads = () => Math.max(2, Math.min(4, availableParallelism()));
