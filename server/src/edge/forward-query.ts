import type { RouteView } from "#platform/routing/route-view.ts";
import { addParam, removeParams, type Target } from "#platform/routing/target.ts";
import type { Param } from "./parse-query.ts";

/**
 * Where this visit is sent: the target with the incoming parameters, as they were written, behind its own and before its
 * fragment. Where the target has a parameter already, that stays, but for `utm_` ones of a link whose visitors' win.
 */
export function forwardQuery(
  { route }: RouteView,
  { location, taken }: Target,
  params: readonly Param[],
): string {
  if (!route.forwardQuery || params.length === 0) return location;
  const wins = route.utmPolicy === "incoming_wins" ? isUtm : isNone;
  const added = params.filter(({ name }) => !taken.has(name) || wins(name));
  if (added.length === 0) return location;
  const url = new URL(location);
  const replaced = new Set(added.map(({ name }) => name).filter((name) => taken.has(name)));
  if (replaced.size > 0) removeParams(url, (name) => replaced.has(name));
  addParam(url, added.map(({ written }) => written).join("&"));
  return url.href;
}

const isUtm = (name: string) => name.startsWith("utm_");
const isNone = () => false;
