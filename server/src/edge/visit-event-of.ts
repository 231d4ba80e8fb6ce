import { newId } from "#kernel/ids.ts";
import type { EventKind, VisitEvent } from "#kernel/visit-event.ts";
import { NO_LINK } from "#platform/routing/route-view.ts";
import { boundedText } from "#platform/visits/bounded-text.ts";
import type { CountryOf } from "#platform/visits/open-countries.ts";
import { preferredLanguage } from "#platform/visits/preferred-language.ts";
import { readReferrer } from "#platform/visits/read-referrer.ts";
import type { Answer } from "./answer.ts";
import type { Visit } from "./visit.ts";
import { campaignOf, sourceOf } from "./visit-sources.ts";
import { utmOf } from "./visit-utm.ts";

const DESTINATION_LENGTH_MAX = 2048;
const NO_SEGMENTS: readonly string[] = [];

/** The line that is written of a visit before it is answered. Every text in it has a bound; no address is in it. */
export function visitEventOf(
  visit: Visit,
  kind: EventKind,
  answer: Answer,
  view: typeof NO_LINK | null,
  country: CountryOf,
): VisitEvent {
  const { params, userAgent } = visit;
  const referrer = readReferrer(visit.referrer);
  const details = answer.details;
  return {
    id: details?.id ?? newId("evt", visit.at),
    at: visit.at,
    handleId: visit.handleId,
    kind,
    slug: visit.slug,
    visitor: visit.dayHash,
    bot: visit.bot,
    status: answer.status,
    country: country(visit.address),
    device: userAgent.device,
    os: userAgent.os,
    browser: userAgent.browser,
    language: preferredLanguage(visit.acceptLanguage),
    referrer: referrer.host,
    source: sourceOf(visit),
    campaign: campaignOf(visit, view?.campaign ?? ""),
    variant: details?.variant ?? "",
    segments: details?.segments ?? NO_SEGMENTS,
    ...utmOf(params, view ?? NO_LINK),
    destination: boundedText(answer.destination, DESTINATION_LENGTH_MAX),
    clickId: "",
    sessionId: details?.sessionId ?? "",
    name: "",
    value: "0",
    currency: "",
    metadata: details?.metadata ?? "",
  };
}
