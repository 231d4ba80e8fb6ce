import type { Utm } from "#platform/routing/route-view.ts";
import { boundedText } from "#platform/visits/bounded-text.ts";
import { type Param, paramOf } from "./parse-query.ts";

/** What the visit brings along, else what the link adds by itself. */
export function utmOf(params: readonly Param[], own: Utm): Utm {
  if (params.length === 0) return own;
  const incoming = (name: string, otherwise: string) => boundedText(paramOf(params, name)) || otherwise;
  return {
    utmSource: incoming("utm_source", own.utmSource),
    utmMedium: incoming("utm_medium", own.utmMedium),
    utmCampaign: incoming("utm_campaign", own.utmCampaign),
    utmTerm: incoming("utm_term", own.utmTerm),
    utmContent: incoming("utm_content", own.utmContent),
  };
}
