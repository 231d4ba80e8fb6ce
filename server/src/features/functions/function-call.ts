import type { PassedRequest } from "#platform/http/passed-on.ts";

/** Somebody calls a function. */
export type FunctionCall = {
  readonly handleId: string;
  /** As the log names them. */
  readonly caller: string;
  readonly request: PassedRequest;
  /** Ends the call with whatever let the caller in. */
  readonly signal: AbortSignal;
};
