import { api } from "#api/api.ts";
import { type ApiError, apiErrorOf } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { authorizedFetch } from "#session/authorized-fetch.ts";

/** What is sent to try a function. */
export type Trial = {
  readonly method: string;
  /** What follows its address: a path, a query, both, or nothing. */
  readonly below: string;
  readonly contentType: string;
  readonly body: string;
};

/** What came of it. */
export type TrialAnswer = {
  readonly status: number;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly text: string | undefined;
  readonly bytes: number;
  readonly contentType: string;
  /** Said instead of the function, which was not reached or gave nothing that can be used. */
  readonly refusal: ApiError | undefined;
  /** As the log has it; `undefined` where the function was never called. */
  readonly logged: Schemas["FunctionInvocation"] | undefined;
};

/** Whether a method can have a body. */
export const hasBody = (method: string): boolean => method !== "GET" && method !== "HEAD";

/** Calls a function as whoever is signed in, and looks up what was logged of just this call. */
export async function callFunction(
  handle: string,
  bindingKey: string,
  userId: string,
  trial: Trial,
): Promise<TrialAnswer> {
  const before = await newestBy(handle, bindingKey, userId);
  const answer = await send(handle, bindingKey, trial);
  const isOwn = answer.headers.get("x-switchyard-function") !== null;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const contentType = answer.headers.get("content-type") ?? "";
  const text = textOf(bytes, contentType);
  const newest = await newestBy(handle, bindingKey, userId);
  return {
    ...{ status: answer.status, headers: [...answer.headers], bytes: bytes.length, contentType },
    text: isOwn ? text : undefined,
    refusal: isOwn ? undefined : apiErrorOf(parsed(text ?? ""), answer),
    logged: newest?.invocationId === before?.invocationId ? undefined : newest,
  };
}

function send(handle: string, bindingKey: string, { method, below, contentType, body }: Trial) {
  const path = below === "" || /^[/?]/.test(below) ? below : `/${below}`;
  const isSent = hasBody(method) && body !== "";
  const address = `/v2/handles/${handle}/function-bindings/${bindingKey}/invoke${path}`;
  return authorizedFetch(
    new Request(address, {
      method,
      ...(isSent && { body, headers: contentType === "" ? {} : { "content-type": contentType } }),
    }),
  );
}

async function newestBy(handle: string, bindingKey: string, userId: string) {
  const { invocations } = await ask(
    api.GET("/v2/handles/{handle}/function-bindings/{bindingKey}/invocations", {
      params: { path: { handle, bindingKey }, query: { limit: 20 } },
    }),
  );
  return invocations.find(({ caller }) => caller === `user:${userId}`);
}

/** What can be read; anything else is only counted. */
function textOf(bytes: Uint8Array, contentType: string): string | undefined {
  if (!/^text\/|json|xml|javascript|x-www-form-urlencoded/.test(contentType)) {
    return bytes.length === 0 ? "" : undefined;
  }
  const text = new TextDecoder().decode(bytes);
  const value = /json/.test(contentType) ? parsed(text) : undefined;
  return value === undefined ? text : JSON.stringify(value, null, 2);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
