import { inOrder } from "#kernel/compile-rules.ts";
import type { Route } from "#kernel/route.ts";
import type { LinkFields, Tracking } from "./link.ts";
import { endOf } from "./link-status.ts";

const UTM = {
  utmSource: "utm_source",
  utmMedium: "utm_medium",
  utmCampaign: "utm_campaign",
  utmTerm: "utm_term",
  utmContent: "utm_content",
} as const satisfies Record<keyof Tracking, string>;

/** What the edge needs of a link; a disabled one is to it as if it were not there. */
export function routeOf(fields: LinkFields): Route | null {
  if (!fields.enabled) return null;
  const { destinationUrl, title, redirectType, forwardQuery, expiredUrl, maxClicks } = fields;
  return {
    destinationUrl,
    title,
    redirectType,
    forwardQuery,
    tracking: trackingOf(fields.tracking),
    startsAt: epoch(fields.scheduledStartAt),
    endsAt: epoch(endOf(fields)),
    expiredUrl,
    maxClicks,
    campaign: fields.campaignId ?? "",
    rules: inOrder(fields.routingRules),
    utmPolicy: fields.utmPolicy,
    ...fields.trackingPolicy,
    trackingTemplateKey: fields.trackingTemplateKey,
    passwordHash: fields.passwordHash,
    social: fields.social,
    cacheSeconds: fields.cacheSeconds,
    hasPlaces: fields.pathTemplate !== null,
  };
}

function trackingOf(tracking: Tracking): Route["tracking"] {
  const parameters: Record<string, string> = {};
  for (const key of Object.keys(UTM) as (keyof Tracking)[]) {
    const value = tracking[key];
    if (value !== null) parameters[UTM[key]] = value;
  }
  return parameters;
}

const epoch = (instant: string | null) => (instant === null ? null : Date.parse(instant));
