import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { ClickContext } from "#platform/context/context-tokens.ts";

/** What became of a click. */
export type Conversion = {
  /** `cnv_…`, in the order in which they were received. */
  readonly conversionId: string;
  readonly slug: string;
  readonly clickId: string;
  readonly eventType: string;
  /** Decimal text in the currency's main unit; "0" where there is no money in it. */
  readonly value: string;
  /** ISO 4217; `null` only where `value` is 0. */
  readonly currency: string | null;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
};

/** Of a visitor who refused, it is counted and nothing else: it leads to no session, and says nothing of its own. */
export const isAnonymous = ({ consent }: ClickContext): boolean => consent === "denied";

/** As analytics count it: when it occurred, under the click's own link, campaign and variant. */
export function conversionEvent(
  context: ClickContext,
  { slug, clickId, eventType, value, currency, occurredAt, receivedAt }: Conversion,
  metadata: string,
): VisitEvent {
  const { handleId, campaign, variant, session } = context;
  return {
    ...NOT_KNOWN,
    ...utmOf(context),
    id: newId("evt", receivedAt.getTime()),
    at: occurredAt.getTime(),
    handleId,
    kind: "conversion",
    slug,
    campaign,
    variant,
    clickId,
    sessionId: isAnonymous(context) ? "" : session,
    name: eventType,
    value,
    currency: currency ?? "",
    metadata: isAnonymous(context) ? "" : metadata,
  };
}

/** What only the click's own event knows: a conversion may come from a server that never saw the visitor. */
const NOT_KNOWN = {
  visitor: "",
  bot: "",
  status: 0,
  country: "",
  device: "",
  os: "",
  browser: "",
  language: "",
  referrer: "",
  source: "",
  segments: [],
  destination: "",
} as const;

const utmOf = ({ vars }: ClickContext) => ({
  utmSource: vars["utm_source"] ?? "",
  utmMedium: vars["utm_medium"] ?? "",
  utmCampaign: vars["utm_campaign"] ?? "",
  utmTerm: vars["utm_term"] ?? "",
  utmContent: vars["utm_content"] ?? "",
});
