import type { VisitEvent } from "#kernel/visit-event.ts";

/**
 * An event as a line of the log. What it does not say is left out and reads back as empty: most fields of most events are,
 * and the warehouse spends its time on the fields that are there.
 */
export function eventLine(event: VisitEvent): string {
  const { segments, value } = event;
  // In full, so that every object has the same shape: that is what makes it cheaper than writing all fields.
  return `${JSON.stringify({
    id: event.id,
    at: event.at,
    handleId: event.handleId,
    kind: event.kind,
    slug: event.slug,
    visitor: event.visitor || undefined,
    bot: event.bot || undefined,
    status: event.status || undefined,
    country: event.country || undefined,
    device: event.device || undefined,
    os: event.os || undefined,
    browser: event.browser || undefined,
    language: event.language || undefined,
    referrer: event.referrer || undefined,
    source: event.source || undefined,
    campaign: event.campaign || undefined,
    variant: event.variant || undefined,
    segments: segments?.length ? segments : undefined,
    utmSource: event.utmSource || undefined,
    utmMedium: event.utmMedium || undefined,
    utmCampaign: event.utmCampaign || undefined,
    utmTerm: event.utmTerm || undefined,
    utmContent: event.utmContent || undefined,
    destination: event.destination || undefined,
    clickId: event.clickId || undefined,
    sessionId: event.sessionId || undefined,
    name: event.name || undefined,
    value: value === "0" ? undefined : value,
    currency: event.currency || undefined,
    metadata: event.metadata || undefined,
  } satisfies Record<keyof VisitEvent, unknown>)}\n`;
}
