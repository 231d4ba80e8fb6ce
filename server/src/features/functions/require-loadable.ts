import { AppError } from "#kernel/errors.ts";
import type { Sandbox } from "#platform/sandbox/sandbox.ts";
import type { Target } from "./binding.ts";
import { runSandboxed } from "./run-sandboxed.ts";

const LOAD_MS_MAX = 2_000;

/** Throws 400 for a script that does not load, or has nothing to be called: said to whoever can mend it. */
export async function requireLoadable(
  sandbox: Sandbox,
  handleId: string,
  { source, env }: Extract<Target, { type: "SCRIPT" }>,
): Promise<void> {
  const call = { source, env, request: null, cpuMs: LOAD_MS_MAX, answerBytesMax: 0 };
  const { failure } = await runSandboxed(sandbox, handleId, call, LOAD_MS_MAX);
  if (failure === null) return;
  const { message } = failure;
  throw new AppError("invalid_payload", `target.source: ${message}`, {
    details: { details: [{ path: "target.source", message }] },
  });
}
