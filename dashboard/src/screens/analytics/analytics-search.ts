/** What can be chosen by a click in a breakdown. */
export const FILTERS = [
  "slug",
  "country",
  "device",
  "referrer",
  "source",
  "browser",
  "os",
  "language",
  "campaignId",
] as const;
export type Filter = (typeof FILTERS)[number];

/** The state of the screen; it stands in the address, so that it can be sent to somebody. */
export type AnalyticsSearch = {
  readonly range?: string;
  readonly from?: string;
  readonly to?: string;
  readonly bots?: boolean;
} & { readonly [F in Filter]?: string };

/** Reads the state out of an address; what is no state is left out. An empty filter is one: what has no such value. */
export function parseAnalyticsSearch(search: Record<string, unknown>): AnalyticsSearch {
  const textAt = (key: string) => {
    const value = search[key];
    return typeof value === "string" || typeof value === "number" ? [[key, String(value)] as const] : [];
  };
  const days = ["range", "from", "to"].flatMap(textAt).filter(([, text]) => text !== "");
  const texts = [...days, ...FILTERS.flatMap(textAt)];
  return { ...Object.fromEntries(texts), ...(search["bots"] === true && { bots: true }) };
}
