import type { VisitEvent } from "#kernel/visit-event.ts";

/** What who ships it needs to know of an event. */
export type ParsedEvent = Pick<VisitEvent, "id" | "at" | "handleId" | "slug" | "kind" | "bot">;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isTextOrAbsent: Check = (value) => value === undefined || typeof value === "string";
const isTextsOrAbsent: Check = (value) =>
  value === undefined || (Array.isArray(value) && value.every((each) => typeof each === "string"));
const isIdentifier: Check = (value) => typeof value === "string" && value !== "";
/** Twice as long as any that was ever made: who looks for a thousand of them must be able to name them in one statement. */
const ID_LENGTH_MAX = 64;
const isEventId: Check = (value) => isIdentifier(value) && String(value).length <= ID_LENGTH_MAX;

/** Months are partitions: an `at` outside this time is a fault, and would make any number of them. */
const AT = { min: Date.UTC(2000), end: Date.UTC(2100) };
const isTime: Check = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= AT.min && value < AT.end;
const isStatus: Check = (value) =>
  value === undefined ||
  (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 65_536);
const isMoney: Check = (value) =>
  value === undefined || (typeof value === "string" && /^-?\d{1,14}(\.\d{1,4})?$/.test(value));

/** A field that a past version did not write yet may be absent; one that a later version adds is left to that version. */
const CHECKS: Readonly<Record<keyof VisitEvent, Check>> = {
  id: isEventId,
  at: isTime,
  handleId: isIdentifier,
  kind: isIdentifier,
  slug: isText,
  visitor: isTextOrAbsent,
  bot: isTextOrAbsent,
  status: isStatus,
  country: isTextOrAbsent,
  device: isTextOrAbsent,
  os: isTextOrAbsent,
  browser: isTextOrAbsent,
  language: isTextOrAbsent,
  referrer: isTextOrAbsent,
  source: isTextOrAbsent,
  campaign: isTextOrAbsent,
  variant: isTextOrAbsent,
  segments: isTextsOrAbsent,
  utmSource: isTextOrAbsent,
  utmMedium: isTextOrAbsent,
  utmCampaign: isTextOrAbsent,
  utmTerm: isTextOrAbsent,
  utmContent: isTextOrAbsent,
  destination: isTextOrAbsent,
  clickId: isTextOrAbsent,
  sessionId: isTextOrAbsent,
  name: isTextOrAbsent,
  value: isMoney,
  currency: isTextOrAbsent,
  metadata: isTextOrAbsent,
};
const FIELDS = Object.entries(CHECKS);

/** What a line may say of an event. A row is inserted with all of it, whatever else the warehouse makes of it. */
export const EVENT_FIELDS = Object.keys(CHECKS) as readonly (keyof VisitEvent)[];

/** Undefined for a line that is no event: most such the warehouse would refuse, and with them all the others of their segment. */
export function parseVisitEvent(line: string): ParsedEvent | undefined {
  const parsed = parseJson(line);
  return isEvent(parsed) ? { ...NO_BOT, ...parsed } : undefined;
}

/** What an event is that does not say otherwise. */
const NO_BOT = { bot: "" } as const;

function isEvent(value: unknown): value is Omit<VisitEvent, "bot"> & Partial<VisitEvent> {
  return isFields(value) && FIELDS.every(([name, check]) => check(value[name]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
