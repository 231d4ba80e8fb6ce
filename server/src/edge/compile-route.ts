import type { Route } from "#kernel/route.ts";
import { boundedText } from "#platform/visits/bounded-text.ts";

export type Utm = {
  readonly utmSource: string;
  readonly utmMedium: string;
  readonly utmCampaign: string;
  readonly utmTerm: string;
  readonly utmContent: string;
};

/** A route with everything worked out that does not depend on the visit. */
export type CompiledRoute = {
  readonly route: Route;
  /** The destination with its tracking parameters: an http(s) URL in ASCII. */
  readonly location: string;
  /** The names of its parameters, which an incoming query does not add again. */
  readonly taken: ReadonlySet<string>;
  readonly expiredLocation: string | null;
  readonly utm: Utm;
  readonly campaign: string;
};

export const NO_UTM: Utm = { utmSource: "", utmMedium: "", utmCampaign: "", utmTerm: "", utmContent: "" };

/** `null` for a destination that no visitor may be sent to: it is as if there were no such link. */
export function compileRoute(route: Route): CompiledRoute | null {
  const url = parseDestination(route.destinationUrl);
  if (url === null) return null;
  addTracking(url, route.tracking);
  const tracking = (name: string) => boundedText(route.tracking[name] ?? "");
  return {
    route,
    location: url.href,
    taken: new Set(url.searchParams.keys()),
    expiredLocation: route.expiredUrl === null ? null : (parseDestination(route.expiredUrl)?.href ?? null),
    utm: {
      utmSource: tracking("utm_source"),
      utmMedium: tracking("utm_medium"),
      utmCampaign: tracking("utm_campaign"),
      utmTerm: tracking("utm_term"),
      utmContent: tracking("utm_content"),
    },
    campaign: boundedText(route.campaign),
  };
}

/** Appended as text: setting `searchParams` would rewrite the parameters that the destination has already. */
function addTracking(url: URL, tracking: Route["tracking"]): void {
  for (const [name, value] of Object.entries(tracking)) {
    if (value === "" || url.searchParams.has(name)) continue;
    const pair = `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`;
    url.search = url.search === "" ? pair : `${url.search}&${pair}`;
  }
}

function parseDestination(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url : null;
}
