import { AppError } from "#kernel/errors.ts";
import type { Sandbox, ScriptCall, ScriptOutcome } from "#platform/sandbox/sandbox.ts";
import { SandboxBusy } from "#platform/sandbox/sandbox-busy.ts";

/** Throws 503 where the script's turn did not come, having run nothing. */
export async function runSandboxed(
  sandbox: Sandbox,
  handleId: string,
  call: ScriptCall,
  waitMs: number,
): Promise<ScriptOutcome> {
  try {
    return await sandbox.run(handleId, call, waitMs);
  } catch (cause) {
    if (!(cause instanceof SandboxBusy)) throw cause;
    throw new AppError("unavailable", "Too many functions are running right now.", {
      cause,
      retryAfterSeconds: 1,
    });
  }
}
