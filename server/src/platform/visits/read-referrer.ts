import { boundedText } from "./bounded-text.ts";
import { RecentMap } from "./recent-map.ts";
import { referrerClass } from "./referrer-classes.ts";

export type Referrer = {
  /** Without path or query, which may say who the visitor is. */
  readonly host: string;
  /** The class of the host: email, social, search, direct, referral. */
  readonly source: string;
};

const DIRECT: Referrer = { host: "", source: "direct" };
const SITE_LENGTH_MAX = 300;
const HOST_LENGTH_MAX = 253;

const known = new RecentMap<string, Referrer>(10_000);

/** Where a visitor came from, as far as the `Referer` tells. */
export function readReferrer(header: string | undefined): Referrer {
  if (header === undefined || header === "") return DIRECT;
  const site = siteOf(header);
  const remembered = known.get(site);
  if (remembered !== undefined) return remembered;
  const parsed = parse(site);
  known.set(site, parsed);
  return parsed;
}

/** Scheme and authority: all that is read, and few enough to remember. */
function siteOf(text: string): string {
  const start = text.indexOf("://") + 3;
  const end = start === 2 ? -1 : text.indexOf("/", start);
  return text.slice(0, end === -1 ? SITE_LENGTH_MAX : Math.min(end, SITE_LENGTH_MAX));
}

function parse(site: string): Referrer {
  const host = boundedText(URL.parse(site)?.hostname ?? "", HOST_LENGTH_MAX);
  return host === "" ? DIRECT : { host, source: referrerClass(host) ?? "referral" };
}
