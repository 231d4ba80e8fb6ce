import { boundedText } from "#platform/visits/bounded-text.ts";
import { readReferrer } from "#platform/visits/read-referrer.ts";
import { paramOf } from "./parse-query.ts";
import type { Visit } from "./visit.ts";

/** `?src=` or `utm_source`, else the class of the referrer. */
export function sourceOf({ params, referrer }: Visit): string {
  const named = params.length === 0 ? "" : paramOf(params, "src") || paramOf(params, "utm_source");
  return named === "" ? readReferrer(referrer).source : boundedText(named);
}

/** `?campaign=` or `utm_campaign`, else the link's own. */
export function campaignOf({ params }: Visit, own: string): string {
  const named = params.length === 0 ? "" : paramOf(params, "campaign") || paramOf(params, "utm_campaign");
  return named === "" ? own : boundedText(named);
}
