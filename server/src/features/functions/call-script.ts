import type { Sandbox } from "#platform/sandbox/sandbox.ts";
import type { Binding, Target } from "./binding.ts";
import type { CallResult } from "./call-result.ts";
import type { FunctionCall } from "./function-call.ts";
import { requestHeaders } from "./request-headers.ts";
import { runSandboxed } from "./run-sandboxed.ts";

/** A script waits for nothing, so its time is what it computes for: no one of them may compute for longer. */
const CPU_MS_MAX = 2_000;
/** What a request must not be able to do to those after it, however it was made. */
const LIMITS_REACHED: ReadonlySet<string> = new Set(["time", "memory", "crashed"]);

/** Runs a script once. Throws only 503 where its turn did not come. */
export async function callScript(
  sandbox: Sandbox,
  { timeoutMs, maxBytes }: Binding,
  { source, env }: Extract<Target, { type: "SCRIPT" }>,
  { handleId, request }: FunctionCall,
  body: Uint8Array,
): Promise<CallResult> {
  const { method, below, query, headers } = request;
  const asked = { method, path: below === "" ? "/" : below, query, headers: requestHeaders(headers), body };
  const cpuMs = Math.min(timeoutMs, CPU_MS_MAX);
  const call = { source, env, request: asked, cpuMs, answerBytesMax: maxBytes };
  const { answer, failure, log } = await runSandboxed(sandbox, handleId, call, timeoutMs);
  if (failure !== null) {
    const error = failure.kind === "time" ? "timeout" : failure.kind;
    return { log, error, message: failure.message, isTargets: LIMITS_REACHED.has(failure.kind) };
  }
  const { status = 200, headers: given = [], body: bytes = new Uint8Array() } = answer ?? {};
  return { log, status, headers: given, body: new Uint8Array(bytes) };
}
