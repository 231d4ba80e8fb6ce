import { AppError, ERROR_STATUS } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { PassedAnswer, PassedRequest } from "#platform/http/passed-on.ts";
import { runBinding } from "./run-binding.ts";
import { findBinding } from "./store.ts";

const NEVER = new AbortController().signal;

/** Functions for whoever comes, without a credential: those with access NONE, and no others. */
export const createEdgeFunctions = (deps: ControlDeps) => ({
  answer: async (
    handleId: string,
    bindingKey: string,
    request: PassedRequest,
  ): Promise<PassedAnswer | null> => {
    const binding = await findBinding(deps.db.read, handleId, bindingKey);
    if (binding === undefined || !binding.enabled || binding.access !== "NONE") return null;
    try {
      return onAHost(
        await runBinding(deps, binding, { handleId, caller: "anonymous", request, signal: NEVER }),
      );
    } catch (thrown) {
      if (thrown instanceof AppError) return refusal(thrown);
      throw thrown;
    }
  },
});

/** On a handle's host only its links lead elsewhere: they are looked at before they do. */
function onAHost(answer: PassedAnswer): PassedAnswer {
  const { location, ...headers } = answer.headers;
  if (location === undefined) return answer;
  return /^\/(?![/\\])/.test(location) ? answer : { ...answer, headers };
}

function refusal({ code, message, details, retryAfterSeconds }: AppError): PassedAnswer {
  const { allowed } = details;
  return {
    status: ERROR_STATUS[code],
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
      ...(Array.isArray(allowed) && { allow: allowed.join(", ") }),
    },
    body: new Uint8Array(Buffer.from(JSON.stringify({ error: code, message, ...details }))),
  };
}
