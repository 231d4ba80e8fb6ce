import type { VisitEvent } from "#kernel/visit-event.ts";

/**
 * What is shown of an event while it is news. Neither the visitor's hash nor the session is in it, so that nobody can
 * follow a person by watching; nor is the destination, whose query may say who it was for.
 */
const SHOWN = [
  "id",
  "at",
  "kind",
  "slug",
  "bot",
  "status",
  "country",
  "device",
  "os",
  "browser",
  "language",
  "referrer",
  "source",
  "campaign",
  "variant",
  "utmSource",
  "utmMedium",
  "utmCampaign",
  "utmTerm",
  "utmContent",
  "clickId",
  "name",
  "value",
  "currency",
] as const satisfies readonly (keyof VisitEvent)[];

type Shown = Pick<VisitEvent, (typeof SHOWN)[number]>;

/** An event as every stream of its handle shares it: what decides who gets it, and the JSON that they get. */
export type LiveEvent = Pick<VisitEvent, "id" | "at" | "kind" | "slug" | "bot"> & { readonly data: string };

export function toLiveEvent(event: Shown): LiveEvent {
  const { id, at, kind, slug, bot } = event;
  const shown = Object.fromEntries(SHOWN.map((name) => [name, event[name]]));
  const data = JSON.stringify({ ...shown, at: new Date(at).toISOString() });
  return { id, at, kind, slug, bot, data };
}

/** What to select for `fromRow`. A name that hides its own column would hide it from the condition as well. */
export const LIVE_COLUMNS = `${SHOWN.filter((name) => name !== "at" && name !== "value").join(", ")}, handleId,
  toUnixTimestamp64Milli(at) as ms, toString(value) as money`;

export type LiveRow = Omit<Shown, "at" | "value"> & {
  readonly handleId: string;
  readonly ms: number | string;
  readonly money: string;
};

export const fromRow = ({ ms, money, ...row }: LiveRow): LiveEvent =>
  toLiveEvent({ ...row, at: Number(ms), value: money });
