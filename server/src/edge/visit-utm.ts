import type { RouteView, Utm } from "#platform/routing/route-view.ts";
import { boundedText } from "#platform/visits/bounded-text.ts";
import { type Param, paramOf } from "./parse-query.ts";

/** What the visit brings along, else what the link adds by itself; the other way round where the link's stay. */
export function utmOf(
  params: readonly Param[],
  { utm: own, tagging }: Pick<RouteView, "utm" | "tagging">,
): Utm {
  if (params.length === 0) return own;
  const isOwnFirst = tagging.utmPolicy === "link_wins";
  const chosen = (name: string, owned: string) =>
    isOwnFirst && owned !== "" ? owned : boundedText(paramOf(params, name)) || owned;
  return {
    utmSource: chosen("utm_source", own.utmSource),
    utmMedium: chosen("utm_medium", own.utmMedium),
    utmCampaign: chosen("utm_campaign", own.utmCampaign),
    utmTerm: chosen("utm_term", own.utmTerm),
    utmContent: chosen("utm_content", own.utmContent),
  };
}
