import { newId } from "#kernel/ids.ts";
import type { EventKind, VisitEvent } from "#kernel/visit-event.ts";
import { boundedText } from "#platform/visits/bounded-text.ts";
import { hashVisitor } from "#platform/visits/hash-visitor.ts";
import type { CountryOf } from "#platform/visits/open-countries.ts";
import { preferredLanguage } from "#platform/visits/preferred-language.ts";
import { readReferrer } from "#platform/visits/read-referrer.ts";
import type { Answer } from "./answer.ts";
import { type CompiledRoute, NO_UTM, type Utm } from "./compile-route.ts";
import { type Param, paramOf } from "./parse-query.ts";
import type { Visit } from "./visit.ts";

const DESTINATION_LENGTH_MAX = 2048;

type Sources = { readonly salt: string; readonly country: CountryOf };

/** The line that is written of a visit before it is answered. Every text in it has a bound; no address is in it. */
export function visitEventOf(
  visit: Visit,
  kind: EventKind,
  answer: Answer,
  link: CompiledRoute | null,
  { salt, country }: Sources,
): VisitEvent {
  const { params, userAgent } = visit;
  const referrer = readReferrer(visit.referrer);
  const utm = utmOf(params, link?.utm ?? NO_UTM);
  const named = paramOf(params, "src") || paramOf(params, "utm_source");
  const campaign = paramOf(params, "campaign") || paramOf(params, "utm_campaign");
  return {
    id: newId("evt", visit.at),
    at: visit.at,
    handleId: visit.handleId,
    kind,
    slug: visit.slug,
    visitor: hashVisitor(salt, visit.handleId, visit.address, userAgent.text),
    bot: visit.bot,
    status: answer.status,
    country: country(visit.address),
    device: userAgent.device,
    os: userAgent.os,
    browser: userAgent.browser,
    language: preferredLanguage(visit.acceptLanguage),
    referrer: referrer.host,
    source: named === "" ? referrer.source : boundedText(named),
    campaign: campaign === "" ? (link?.campaign ?? "") : boundedText(campaign),
    variant: "",
    ...utm,
    destination: boundedText(answer.destination, DESTINATION_LENGTH_MAX),
    clickId: "",
    sessionId: "",
    name: "",
    value: "0",
    currency: "",
    metadata: "",
  };
}

/** What the visit brings along, else what the link adds by itself. */
function utmOf(params: readonly Param[], own: Utm): Utm {
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
