import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** `address` is set by tests, which have no socket. */
type Bindings = Partial<HttpBindings> & { readonly address?: string };
export type ApiEnv = {
  Bindings: Bindings;
  Variables: {
    requestId: string;
    log: LogFailure;
    /** The id of the operation that answers. */
    operation: string;
    /** What every answer carries. */
    stamp: Readonly<Record<string, string>>;
    /** Whoever asks is a person with a browser: a refusal is a page. */
    wantsPage?: true;
    /** Set by whoever has put the stamp on the answer already. */
    isStamped: true;
  };
};
export type ApiContext = Context<ApiEnv>;

/** Told of each failure that is not the caller's. */
export type LogFailure = (requestId: string, cause: unknown) => void;

/** An answer with its stamp, in the one form that the HTTP adapter writes without building web objects for it. */
export function answerWith(
  c: ApiContext,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null,
  status: number,
  headers: Readonly<Record<string, string>>,
): Response {
  c.set("isStamped", true);
  return new Response(body, { status, headers: { ...headers, ...c.get("stamp") } });
}
