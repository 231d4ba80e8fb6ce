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

/** Reads the state out of an address; what is no state is left out. */
export function parseAnalyticsSearch(search: Record<string, unknown>): AnalyticsSearch {
  const texts = ["range", "from", "to", ...FILTERS].flatMap((key) => {
    const value = search[key];
    return (typeof value === "string" || typeof value === "number") && value !== ""
      ? [[key, String(value)]]
      : [];
  });
  return { ...Object.fromEntries(texts), ...(search["bots"] === true && { bots: true }) };
}
