import type { ApiContext } from "./answer-with.ts";
import type { Mount } from "./mount.ts";
import type { PassedRequest } from "./passed-on.ts";

/** The request as it was sent. How much of its body is read is the reader's to bound. */
export function readPassed(c: ApiContext, mount: Mount): PassedRequest {
  const { method, headers, body } = c.req.raw;
  const { pathname, search } = new URL(c.req.url);
  const own = mount.path.split("/").length;
  const rest = pathname.split("/").slice(own);
  return {
    method,
    below: rest.length === 0 ? "" : `/${rest.join("/")}`,
    query: search.slice(1),
    headers,
    bytes: body ?? new Blob([]).stream(),
  };
}
