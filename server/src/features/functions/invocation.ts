import type { Target } from "./binding.ts";

/** One call of a function, as its log has it. */
export type Invocation = {
  readonly invocationId: string;
  readonly handleId: string;
  readonly bindingKey: string;
  readonly at: Date;
  readonly caller: string;
  readonly targetType: Target["type"];
  readonly method: string;
  /** Below the function, without the query, in which secrets may be. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly error: string | null;
  readonly message: string | null;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly log: string;
};

/** What is kept of it. */
export type LoggedInvocation = Omit<Invocation, "targetType" | "handleId" | "bindingKey">;
