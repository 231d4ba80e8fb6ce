import type { UtmPolicy } from "#kernel/route.ts";
import { canonicalHost } from "./canonical-host.ts";

/** One place where a visitor may be sent, with everything worked out that does not depend on the visit. */
export type Target = {
  /** With its tracking parameters: an http(s) URL in ASCII. */
  readonly location: string;
  /** In the one spelling in which hosts are blocked. */
  readonly host: string;
  /** The names of its parameters, which an incoming query does not add again. */
  readonly taken: ReadonlySet<string>;
  /** Empty for the link's own destination. */
  readonly variantId: string;
};

export type Tagging = {
  readonly tracking: Readonly<Record<string, string>>;
  readonly utmPolicy: UtmPolicy;
};

/** `null` for a destination to which no visitor may be sent. */
export function compileTarget(
  destinationUrl: string,
  variantId: string,
  { tracking, utmPolicy }: Tagging,
): Target | null {
  const url = parseDestination(destinationUrl);
  if (url === null) return null;
  if (utmPolicy === "link_wins") removeParams(url, (name) => Object.hasOwn(tracking, name));
  addTracking(url, tracking);
  return {
    location: url.href,
    host: canonicalHost(url.hostname),
    taken: new Set(url.searchParams.keys()),
    variantId,
  };
}

/** Appended as text: setting `searchParams` would rewrite the parameters that the destination has already. */
function addTracking(url: URL, tracking: Tagging["tracking"]): void {
  for (const [name, value] of Object.entries(tracking)) {
    if (value === "" || url.searchParams.has(name)) continue;
    addParam(url, `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`);
  }
}

/** Behind the parameters that are there, and before the fragment. */
export function addParam(url: URL, pair: string): void {
  url.search = url.search === "" ? pair : `${url.search}&${pair}`;
}

/** The others stay exactly as they were written. */
export function removeParams(url: URL, isMeant: (name: string) => boolean): void {
  const pairs = url.search.slice(1).split("&");
  const kept = pairs.filter((pair) => !isMeant([...new URLSearchParams(pair).keys()][0] ?? ""));
  if (kept.length < pairs.length) url.search = kept.join("&");
}

function parseDestination(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url : null;
}
