import { AppError } from "#kernel/errors.ts";

/**
 * The URL of a call: the target's own, with what followed the function's path below it, and both queries. Throws 400 for a
 * path that would lead out of it, also for a server that decodes twice or takes a backslash for a slash.
 */
export function joinTarget(target: string, below: string, query: string): URL {
  if (leadsOut(below)) {
    const message = "It may not lead out of the function.";
    throw new AppError("invalid_payload", `path: ${message}`, {
      details: { details: [{ path: "path", message }] },
    });
  }
  const url = new URL(target);
  const base = below === "" ? url.pathname : url.pathname.replace(/\/+$/, "");
  url.pathname = base + below;
  url.search = [url.search.slice(1), query].filter((part) => part !== "").join("&");
  return url;
}

const DECODINGS_MAX = 4;

function leadsOut(below: string): boolean {
  let path = below;
  for (let times = 0; times <= DECODINGS_MAX; times++) {
    if (path.split(/[/\\]/).some((segment) => segment === "." || segment === "..")) return true;
    const decoded = decode(path);
    if (decoded === path) return false;
    path = decoded;
  }
  return true; // Nothing honest is encoded so often.
}

/** Signs that encode nothing stay as they are. */
const decode = (path: string) =>
  path.replaceAll(/%(2e|2f|5c|25)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
