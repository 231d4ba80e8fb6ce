import type { ControlDeps } from "#platform/deps.ts";
import type { OutboundRequest } from "#platform/outbound/outbound.ts";
import { OutboundFailed } from "#platform/outbound/outbound-failed.ts";
import { OutboundRefused } from "#platform/outbound/outbound-refused.ts";
import { type Binding, METHODS } from "./binding.ts";
import type { CallResult } from "./call-result.ts";
import type { FunctionCall } from "./function-call.ts";
import { joinTarget } from "./join-target.ts";
import { requestHeaders } from "./request-headers.ts";
import { openSecrets, signRequest } from "./secret.ts";

/** Calls a URL once, signed. Throws only 400 for a path that leads out of it, and the reason of the call's signal. */
export async function callHttp(
  { outbound, seal, clock }: Pick<ControlDeps, "outbound" | "seal" | "clock">,
  binding: Binding,
  targetUrl: string,
  { handleId, request, signal }: FunctionCall,
  body: Uint8Array,
): Promise<CallResult> {
  const url = joinTarget(targetUrl, request.below, request.query);
  const method = METHODS.find((one) => one === request.method) ?? "POST";
  const now = clock.now();
  const secrets = openSecrets(seal, handleId, binding, now);
  const asked: OutboundRequest = {
    method,
    headers: {
      ...Object.fromEntries(requestHeaders(request.headers)),
      "x-switchyard-signature": signRequest(secrets, { method, path: url.pathname + url.search, body }, now),
    },
    ...(body.length > 0 && { body }),
    timeoutMs: binding.timeoutMs,
    maxResponseBytes: binding.maxBytes,
    read: method === "HEAD" ? "nothing" : "whole",
    signal,
  };
  try {
    const answer = await outbound.request(url.href, asked);
    if (answer.status < 200 || answer.status > 599)
      return failure("protocol", "The answer was not understood.");
    return { log: "", status: answer.status, headers: answer.headers, body: new Uint8Array(answer.body) };
  } catch (thrown) {
    if (thrown instanceof OutboundRefused) return failure(`refused_${thrown.reason}`, thrown.message);
    if (thrown instanceof OutboundFailed) return failure(thrown.kind, thrown.message);
    throw thrown;
  }
}

const failure = (error: string, message: string): CallResult => ({
  ...{ log: "", error, message },
  isTargets: error !== "too_large" && error !== "refused_header",
});
