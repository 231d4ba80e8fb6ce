import {
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSWASMModule,
  Scope,
} from "quickjs-emscripten";
import { PRELUDE } from "./prelude.ts";
import { readAnswer } from "./read-answer.ts";
import type { ScriptAnswer, ScriptCall, ScriptOutcome, ScriptRequest } from "./sandbox.ts";
import { ScriptFailed } from "./script-failed.ts";

const MEMORY_BYTES_MAX = 32 * 1024 * 1024;
const STACK_BYTES_MAX = 256 * 1024;
const LOG_CHARS_MAX = 4096;
const MESSAGE_CHARS_MAX = 500;
/** How many promise jobs run before the clock is asked; inside each the interrupt handler asks. */
const JOBS_AT_ONCE = 100;

/** `isBroken`: the machine is not to be used again. */
export type Ran = { readonly outcome: ScriptOutcome; readonly isBroken: boolean };

/** One call in a runtime of its own, of which nothing is left afterwards. Never throws. */
export function runScript(machine: QuickJSWASMModule, call: ScriptCall): Ran {
  const until = performance.now() + call.cpuMs;
  const isOver = () => performance.now() > until;
  const log: string[] = [];
  const ended = (answer: ScriptAnswer | null, failure: ScriptOutcome["failure"]): ScriptOutcome => ({
    answer,
    failure,
    log: log.join("\n").slice(0, LOG_CHARS_MAX),
  });
  let outcome: ScriptOutcome | undefined;
  try {
    using runtime = machine.newRuntime();
    runtime.setMemoryLimit(MEMORY_BYTES_MAX);
    runtime.setMaxStackSize(STACK_BYTES_MAX);
    runtime.setInterruptHandler(isOver);
    using context = runtime.newContext();
    using scope = new Scope();
    try {
      outcome = ended(new Run({ runtime, context, scope, call, isOver, log }).answer(), null);
    } catch (thrown) {
      if (!(thrown instanceof ScriptFailed)) throw thrown;
      // Whatever was thrown late was thrown because it was late.
      const { kind, message } = isOver() && thrown.kind !== "too_large" ? lateness() : thrown;
      outcome = ended(null, { kind, message });
    }
  } catch {
    // What a script did cannot be undone any more, or nothing could be done at all.
    const crash = { kind: "crashed", message: "It broke what it ran in." } as const;
    return { outcome: outcome ?? ended(null, crash), isBroken: true };
  }
  return { outcome, isBroken: false };
}

const lateness = () => new ScriptFailed("time", "It did not end in time.");

/** What a script has said at last. */
type Report = { readonly answer: ScriptAnswer } | { readonly failure: string };

type Parts = {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  /** Every handle is its: one that is left over would break the machine. */
  readonly scope: Scope;
  readonly call: ScriptCall;
  readonly isOver: () => boolean;
  readonly log: string[];
};

class Run {
  readonly #parts: Parts;
  #report: Report | undefined;
  #refusal: unknown;
  #logLeft = LOG_CHARS_MAX;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  answer(): ScriptAnswer | null {
    const { context, call } = this.#parts;
    const prelude = this.#prelude();
    const describe = this.#get(prelude, "describe");
    const handle = this.#get(this.#load(describe), "default");
    if (context.typeof(handle) !== "function") {
      throw new ScriptFailed("load", "The script has no default export that is a function.");
    }
    if (call.request === null) return null;
    const run = this.#get(prelude, "run");
    const asked = context.callFunction(run, context.undefined, handle, ...this.#arguments(call.request));
    this.#keep(asked);
    this.#work(() => this.#report !== undefined || this.#refusal !== undefined);
    if (this.#refusal !== undefined) throw this.#refusal;
    if (this.#report === undefined) throw this.#silence(asked);
    if ("failure" in this.#report) throw failureOf("threw", this.#report.failure);
    return this.#report.answer;
  }

  #prelude(): QuickJSHandle {
    const { context, call } = this.#parts;
    const make = this.#keep(context.evalCode(PRELUDE, "prelude.js"));
    if (make === undefined) throw tooMuchMemory();
    const log = this.#function("log", (text) => this.#log(text));
    const failed = this.#function("failed", (text) => {
      this.#report ??= { failure: this.#text(text) };
    });
    const answered = this.#function("answered", (head, body) => {
      try {
        this.#report ??= { answer: readAnswer(context, head, body, call.answerBytesMax) };
      } catch (thrown) {
        this.#refusal = thrown; // Not for the script to catch.
      }
    });
    const made = this.#keep(context.callFunction(make, context.undefined, log, answered, failed));
    if (made === undefined) throw tooMuchMemory();
    return made;
  }

  /** The module's exports, once everything it awaits at its top is there. */
  #load(describe: QuickJSHandle): QuickJSHandle {
    const { context, scope, call } = this.#parts;
    const loading = context.evalCode(call.source, "script.js", { type: "module", strict: true });
    const loaded = this.#keep(loading);
    if (loaded === undefined) throw this.#thrown(describe, loading.error);
    this.#work(() => context.getPromiseState(loaded).type !== "pending");
    const state = context.getPromiseState(loaded);
    if (state.type === "pending") throw new ScriptFailed("load", "It waits for something that never comes.");
    if (state.type === "rejected") throw this.#thrown(describe, scope.manage(state.error));
    return state.notAPromise === true ? loaded : scope.manage(state.value);
  }

  #arguments({ method, path, query, headers, body }: ScriptRequest): QuickJSHandle[] {
    const { context, scope, call } = this.#parts;
    const head = {
      ...{ method, path, headers, env: call.env },
      url: query === "" ? path : `${path}?${query}`,
      query: [...new URLSearchParams(query)],
      text: new TextDecoder().decode(body),
    };
    const bytes = new Uint8Array(body).buffer;
    return [context.newString(JSON.stringify(head)), context.newArrayBuffer(bytes)].map((one) =>
      scope.manage(one),
    );
  }

  /** Runs promise jobs until it is done, or there are none left. Throws when the time is over. */
  #work(isDone: () => boolean): void {
    const { runtime, isOver } = this.#parts;
    while (!isDone()) {
      if (isOver()) throw lateness();
      const done = runtime.executePendingJobs(JOBS_AT_ONCE);
      if (done.error !== undefined) done.error.dispose();
      else if (done.value === 0) return;
    }
  }

  /** A run that has said nothing: it was cut off by a limit, or waits for ever. */
  #silence(asked: ReturnType<QuickJSContext["callFunction"]>): ScriptFailed {
    const { context, scope } = this.#parts;
    if (asked.error !== undefined) return tooMuchMemory();
    const state = context.getPromiseState(asked.value);
    if (state.type === "rejected") scope.manage(state.error);
    return state.type === "pending"
      ? new ScriptFailed("no_answer", "It waits for something that never comes.")
      : tooMuchMemory();
  }

  /** Asked inside the sandbox: what was thrown may have getters. */
  #thrown(describe: QuickJSHandle, error: QuickJSHandle | undefined): ScriptFailed {
    const { context } = this.#parts;
    const said = this.#keep(context.callFunction(describe, context.undefined, error ?? context.undefined));
    return said === undefined ? tooMuchMemory() : failureOf("load", this.#text(said));
  }

  #log(handle: QuickJSHandle): void {
    if (this.#logLeft <= 0) return;
    const line = this.#text(handle, this.#logLeft);
    this.#logLeft -= line.length + 1;
    this.#parts.log.push(line);
  }

  #text(handle: QuickJSHandle, charsMax = MESSAGE_CHARS_MAX): string {
    const { context } = this.#parts;
    return context.typeof(handle) === "string" ? context.getString(handle).slice(0, charsMax) : "";
  }

  #get(object: QuickJSHandle, name: string): QuickJSHandle {
    return this.#parts.scope.manage(this.#parts.context.getProp(object, name));
  }

  #function(name: string, hear: (...given: QuickJSHandle[]) => void): QuickJSHandle {
    const { context, scope } = this.#parts;
    return scope.manage(context.newFunction(name, (...given) => hear(...given)));
  }

  #keep(result: ReturnType<QuickJSContext["callFunction"]>): QuickJSHandle | undefined {
    const { scope } = this.#parts;
    if (result.error !== undefined) scope.manage(result.error);
    return result.error === undefined ? scope.manage(result.value) : undefined;
  }
}

/** What our own code inside fails of, where nothing else can make it fail. */
const tooMuchMemory = () => new ScriptFailed("memory", "It needs more memory than a script may have.");

const failureOf = (kind: "load" | "threw", message: string) =>
  message.startsWith("InternalError: out of memory") ? tooMuchMemory() : new ScriptFailed(kind, message);
