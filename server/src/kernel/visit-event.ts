/** What a visitor can do that is recorded. Analytics, exports, live view and click webhooks are readers of these. */
export const EVENT_KINDS = [
  "click",
  "orphan",
  "impression",
  "signal",
  "conversion",
  "lead",
  "download",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * Why a visit is not a person's: its user agent, a HEAD request, a browser's prefetch, a link preview, a referrer that is
 * only advertised, an address in a data centre, more visits in a moment than a person makes. Empty: a person's.
 */
export const BOT_REASONS = ["", "ua", "head", "prefetch", "preview", "spam", "datacenter", "burst"] as const;
export type BotReason = (typeof BOT_REASONS)[number];

export const DEVICES = ["MOBILE", "TABLET", "DESKTOP", "BOT", ""] as const;
export type Device = (typeof DEVICES)[number];

/**
 * One line of the event log, one row of the warehouse: the field names are the column names. Text that is not known is
 * empty, never null, and nothing here identifies a person: `visitor` is a hash keyed by a salt that lives for a day.
 */
export type VisitEvent = {
  /** `evt_…`, unique for ever. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly handleId: string;
  readonly kind: EventKind;
  readonly slug: string;
  /** 16 hexadecimal digits. */
  readonly visitor: string;
  readonly bot: BotReason;
  /** The HTTP status that was answered; 0 where nothing was. */
  readonly status: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly device: Device;
  readonly os: string;
  readonly browser: string;
  /** ISO 639-1. */
  readonly language: string;
  /** The referring host, without path or query. */
  readonly referrer: string;
  /** `?src=` or `utm_source`, else the class of the referrer: email, social, search, direct, referral. */
  readonly source: string;
  readonly campaign: string;
  readonly variant: string;
  /** The visitor's segments at that moment, where a rule asked for them and the visitor has not refused; else none. */
  readonly segments: readonly string[];
  readonly utmSource: string;
  readonly utmMedium: string;
  readonly utmCampaign: string;
  readonly utmTerm: string;
  readonly utmContent: string;
  /** Where the visitor was sent, without the context token. */
  readonly destination: string;
  /** The click that a conversion or signal came of. */
  readonly clickId: string;
  readonly sessionId: string;
  /** The type of a signal or conversion. */
  readonly name: string;
  /** Money in the currency's main unit, as decimal text so that no cent is lost; "0" where there is none. */
  readonly value: string;
  /** ISO 4217. */
  readonly currency: string;
  /** JSON. */
  readonly metadata: string;
};
