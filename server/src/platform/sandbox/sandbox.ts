/** A request as a script sees it: nothing of it is a credential unless whoever calls `run` puts one in. */
export type ScriptRequest = {
  readonly method: string;
  /** Percent-encoded, from the first slash on. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly body: Uint8Array;
};

export type ScriptCall = {
  /** An ES module whose default export is `async (request, env) => Response`. */
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
  /** `null`: the module is loaded and nothing is called, to see whether it could be. */
  readonly request: ScriptRequest | null;
  /** For loading, running and answering together; at most ten seconds. */
  readonly cpuMs: number;
  readonly answerBytesMax: number;
};

export type ScriptAnswer = {
  /** 200 to 599. */
  readonly status: number;
  /** In small letters, without a line break anywhere. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly body: Uint8Array;
};

/** `time`, `memory` and `crashed` are limits that were reached; the others are mistakes of the script. */
export type ScriptFailure =
  | "load"
  | "threw"
  | "no_answer"
  | "bad_answer"
  | "too_large"
  | "time"
  | "memory"
  | "crashed";

export type ScriptOutcome = {
  /** `null` where there is a failure, and where nothing was asked. */
  readonly answer: ScriptAnswer | null;
  readonly failure: { readonly kind: ScriptFailure; readonly message: string } | null;
  /** What it wrote with `console`, at most 4 KB. */
  readonly log: string;
};

/** Runs scripts that nobody has read. Disposing ends those under way as `crashed`. */
export type Sandbox = AsyncDisposable & {
  /**
   * Never throws for anything a script does. Throws `SandboxBusy` where no turn came within `waitMs`, or too many calls
   * wait; calls of one tenant leave a thread to the others.
   */
  readonly run: (tenant: string, call: ScriptCall, waitMs: number) => Promise<ScriptOutcome>;
  readonly counters: {
    readonly running: number;
    readonly waiting: number;
    /** Threads that were ended because a script did not stop or had broken its machine. */
    readonly ended: number;
  };
};
