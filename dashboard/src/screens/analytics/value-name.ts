import { t } from "#text/t.ts";
import type { Breakdown } from "./analytics-query.ts";
import type { Filter } from "./analytics-search.ts";
import { countryName } from "./country-name.ts";

/** What a reader calls one value of a breakdown, also the empty one. */
export function valueName(dimension: Breakdown | Filter, value: string): string {
  if (value === "") return t(dimension === "referrer" || dimension === "source" ? "by.direct" : "by.unknown");
  if (dimension === "country") return countryName(value);
  return dimension === "slug" ? `/${value}` : value;
}
