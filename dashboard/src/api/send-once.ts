import type { Switchyard } from "@switchyard/sdk";

type Middleware = Parameters<Switchyard["use"]>[number];

const KEY = "idempotency-key";
/** Of submissions that came to no end; an older one is forgotten, as the server does after a day. */
const KEPT_MAX = 20;

/**
 * Gives everything that is posted an `Idempotency-Key`. What nobody knows the end of, because the connection or the server
 * broke off, keeps its key for when the same is sent again: the server then answers what it answered the first time instead
 * of doing it twice. Whatever was answered is over, and the same again is another one.
 */
export function sendOnce(): Middleware {
  const unanswered = new Map<string, string>();
  const underWay = new Map<string, readonly [submission: string, key: string]>();
  const keep = (id: string) => {
    const [submission, key] = underWay.get(id) ?? [];
    underWay.delete(id);
    if (submission === undefined || key === undefined) return;
    unanswered.set(submission, key);
    const [oldest = ""] = unanswered.keys();
    if (unanswered.size > KEPT_MAX) unanswered.delete(oldest);
  };
  return {
    onRequest: async ({ request, id }) => {
      if (request.method !== "POST") return undefined;
      const submission = `${request.url}\n${await request.clone().text()}`;
      const key = unanswered.get(submission) ?? newKey();
      // Until this one has failed as well: the same sent twice at once is meant twice.
      unanswered.delete(submission);
      underWay.set(id, [submission, key]);
      request.headers.set(KEY, key);
      return request;
    },
    onResponse: ({ response, id }) => {
      if (response.status >= 500) keep(id);
      else underWay.delete(id);
    },
    onError: ({ id }) => keep(id),
  };
}

/** A page that is not served over TLS has no `crypto.randomUUID`. */
const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
