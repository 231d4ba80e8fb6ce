import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { PassedAnswer } from "#platform/http/passed-on.ts";
import { answerHeaders } from "./answer-headers.ts";
import type { Binding } from "./binding.ts";
import { callHttp } from "./call-http.ts";
import type { CallResult } from "./call-result.ts";
import { callScript } from "./call-script.ts";
import type { FunctionCall } from "./function-call.ts";
import { runtimeOf } from "./function-runtime.ts";
import { readBytes } from "./read-bytes.ts";

const WITHOUT_BODY = [204, 205, 304];
const PATH_CHARS_MAX = 500;

/**
 * Calls a binding that this caller may call, and hands back what it answers. Refuses in this order: 405, 429, 503 while its
 * target is left alone, 413. What reaches the target is logged; when nothing usable comes back it is 502, or 504 for time.
 */
export async function runBinding(
  deps: ControlDeps,
  binding: Binding,
  call: FunctionCall,
): Promise<PassedAnswer> {
  requireMethod(binding, call.request.method);
  const key = `${call.handleId}/${binding.bindingKey}`;
  await deps.limits.count("functionCall", key);
  const { breaker } = runtimeOf(deps);
  // Another version may have another target.
  const target = `${key}/${binding.version}`;
  const permit = breaker.begin(target, deps.clock.now().getTime());
  if ("retryAfterMs" in permit) {
    throw new AppError("unavailable", "This function fails, and is left alone for a while.", {
      retryAfterSeconds: Math.max(1, Math.ceil(permit.retryAfterMs / 1000)),
    });
  }
  let ending: "success" | "failure" | "neither" = "neither";
  try {
    const body = await readBytes(call.request.bytes, binding.maxBytes);
    const result = await logged(deps, binding, call, body);
    ending = "error" in result ? (result.isTargets ? "failure" : "neither") : "success";
    return answerOf(binding, result);
  } finally {
    breaker.end(target, permit, ending, deps.clock.now().getTime());
  }
}

function requireMethod({ methods }: Binding, method: string): void {
  const allowed: readonly string[] = methods.includes("GET") ? ["HEAD", ...methods] : methods;
  if (allowed.includes(method)) return;
  throw new AppError("method_not_allowed", `${method} is not possible here.`, {
    details: { allowed: [...new Set(allowed)] },
  });
}

async function logged(
  deps: ControlDeps,
  binding: Binding,
  call: FunctionCall,
  body: Uint8Array,
): Promise<CallResult> {
  const { request, caller, handleId } = call;
  const at = deps.clock.now();
  const startedAt = performance.now();
  const { target } = binding;
  const result =
    target.type === "HTTP"
      ? await callHttp(deps, binding, target.url, call, body)
      : await callScript(deps.sandbox, binding, target, call, body);
  const isFailure = "error" in result;
  runtimeOf(deps).log.add({
    invocationId: newId("fni", at.getTime()),
    ...{
      handleId,
      bindingKey: binding.bindingKey,
      at,
      caller,
      targetType: target.type,
      method: request.method,
    },
    path: (request.below === "" ? "/" : request.below).slice(0, PATH_CHARS_MAX),
    status: isFailure ? (result.error === "timeout" ? 504 : 502) : result.status,
    durationMs: Math.round(performance.now() - startedAt),
    error: isFailure ? result.error : null,
    message: isFailure ? result.message : null,
    requestBytes: body.length,
    responseBytes: isFailure ? 0 : result.body.length,
    log: result.log,
  });
  return result;
}

/** A caller is told what kind of failure it was; its words are for the operators, in the log. */
function answerOf({ bindingKey }: Binding, result: CallResult): PassedAnswer {
  if ("error" in result) {
    const details = { reason: result.error };
    if (result.error === "timeout") {
      throw new AppError("function_timeout", "The function did not answer in time.", { details });
    }
    throw new AppError("function_failed", "The function gave no usable answer.", { details });
  }
  const { status, headers, body } = result;
  return {
    status,
    headers: answerHeaders(bindingKey, headers),
    body: WITHOUT_BODY.includes(status) ? null : body,
  };
}
