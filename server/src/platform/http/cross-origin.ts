import type { ApiContext } from "./answer-with.ts";

/**
 * Lets the page that asks read the answer, a refusal too. Nothing is given away by it: no cookie and no credential of the
 * browser's counts here, so a page learns what anyone can who asks without a browser.
 */
export function allowOrigin(c: ApiContext): void {
  const origin = c.req.header("origin");
  if (origin === undefined) return;
  c.set("stamp", { ...c.get("stamp"), ...allowed(origin) });
}

/** What a browser asks before it asks. Whose page it is decides the request itself, which names the handle. */
export function respondToPreflight(c: ApiContext, method: string): Response {
  const headers = {
    ...allowed(c.req.header("origin") ?? "*"),
    "access-control-allow-methods": method,
    "access-control-allow-headers": "content-type, x-request-id",
    "access-control-max-age": "7200",
  };
  return new Response(null, { status: 204, headers });
}

const allowed = (origin: string) => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "retry-after, x-request-id",
  vary: "origin",
});
