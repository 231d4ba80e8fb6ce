/** The last moment that a field offers. In every zone, and a day later, its year still has the four digits of RFC 3339. */
export const LAST_TIME = "9998-12-31T23:59";

/** The last day that a field offers. */
export const LAST_DAY = LAST_TIME.slice(0, 10);

/** As a field for a date and a time wants it, in this reader's zone; empty for none. */
export function localTime(at: string | null): string {
  const date = new Date(at ?? Number.NaN);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return isTime(local) ? local.toISOString().slice(0, 16) : "";
}

/** RFC 3339 of what such a field holds; `null` for an empty one, `undefined` for what is no time. */
export function instantOf(local: string): string | null | undefined {
  if (local === "") return null;
  const date = new Date(local);
  return isTime(date) ? date.toISOString() : undefined;
}

const END = Date.UTC(10_000, 0);
/** No time is not before it either. */
const isTime = (date: Date): boolean => date.getTime() < END;
