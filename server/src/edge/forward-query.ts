import type { CompiledRoute } from "./compile-route.ts";
import type { Param } from "./parse-query.ts";

/**
 * Where this visit is sent: the destination with the incoming parameters, as they were written, behind its own and before
 * its fragment. Where the link has a parameter already, the link's stays.
 */
export function forwardQuery({ route, location, taken }: CompiledRoute, params: readonly Param[]): string {
  if (!route.forwardQuery || params.length === 0) return location;
  const added = params.filter(({ name }) => !taken.has(name)).map(({ written }) => written);
  if (added.length === 0) return location;
  const url = new URL(location);
  url.search = [url.search.slice(1), ...added].filter((part) => part !== "").join("&");
  return url.href;
}
