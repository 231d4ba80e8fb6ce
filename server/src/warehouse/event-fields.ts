import type { VisitEvent } from "#kernel/visit-event.ts";

/**
 * What a line of the log says of an event, and as which type it is read. Texts of which there are few are read as texts all
 * the same: made into numbers of a dictionary one by one, they would take twice the time of all the rest.
 */
const FIELD_TYPES: Readonly<Record<keyof VisitEvent, string>> = {
  id: "String",
  at: "DateTime64(3, 'UTC')",
  handleId: "String",
  kind: "String",
  slug: "String",
  visitor: "String",
  bot: "String",
  status: "UInt16",
  country: "String",
  device: "String",
  os: "String",
  browser: "String",
  language: "String",
  referrer: "String",
  source: "String",
  campaign: "String",
  variant: "String",
  segments: "Array(String)",
  utmSource: "String",
  utmMedium: "String",
  utmCampaign: "String",
  utmTerm: "String",
  utmContent: "String",
  destination: "String",
  clickId: "String",
  sessionId: "String",
  name: "String",
  value: "Decimal(18, 4)",
  currency: "String",
  metadata: "String",
};

/** A row is inserted with all of them, whatever else the warehouse makes of them. */
export const EVENT_FIELDS: readonly string[] = Object.keys(FIELD_TYPES);

/** As the engine wants to be told what it reads. */
export const LINE_STRUCTURE: string = Object.entries(FIELD_TYPES)
  .map(([name, type]) => `${name} ${type}`)
  .join(", ");
