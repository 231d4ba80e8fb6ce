/** The ranges that are one click away, in days. */
export const RANGES = ["1", "7", "30", "90", "365"] as const;

export type Asked = {
  readonly from: string;
  readonly to: string;
  readonly interval: "hour" | "day" | "week" | "month";
};

const DAY_MS = 86_400_000;

/** A day as the API writes it, of this reader's calendar. */
function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What is asked for: the last so many days, today among them, or from one day to another. */
export function askedRange(search: { range?: string; from?: string; to?: string }, now: Date): Asked {
  const { from, to } = search;
  if (isDay(from) && isDay(to) && from <= to)
    return { from, to, interval: intervalOf(daysBetween(from, to)) };
  const days = (RANGES as readonly string[]).includes(search.range ?? "") ? Number(search.range) : 30;
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate() - (days - 1));
  return { from: dayOf(start), to: dayOf(now), interval: intervalOf(days) };
}

/** Fine enough to show what happened, and no finer than a screen is wide. */
const intervalOf = (days: number): Asked["interval"] =>
  days <= 2 ? "hour" : days <= 92 ? "day" : days <= 400 ? "week" : "month";

const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
