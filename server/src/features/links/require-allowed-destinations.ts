import { AppError } from "#kernel/errors.ts";
import { handleHost } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { LinkChange } from "./link.ts";
import type { Slug } from "./slug.ts";

type Places = Pick<ControlDeps, "addresses" | "deniedDestinations">;
type Destinations = Pick<LinkChange, "destinationUrl" | "expiredUrl">;

/** Throws for a destination that the operator denies, that is this API or dashboard, or that is the link itself. */
export function requireAllowedDestinations(
  places: Places,
  handle: string,
  slug: Slug,
  { destinationUrl, expiredUrl }: Destinations,
): void {
  for (const [path, text] of Object.entries({ destinationUrl, expiredUrl })) {
    if (text === undefined || text === null) continue;
    const fault = faultOf(places, handle, slug, new URL(text));
    if (fault === undefined) continue;
    const details = [{ path, message: fault }];
    throw new AppError("invalid_destination_url", `${path}: ${fault}`, { details: { details } });
  }
}

function faultOf(places: Places, handle: string, slug: Slug, url: URL): string | undefined {
  const { addresses, deniedDestinations } = places;
  const host = withoutDot(url.hostname);
  if (isDenied(host, deniedDestinations)) return "No link may lead to this host.";
  const ours = withoutPort(addresses.publicDomain);
  if (host === `api.${ours}` || host === `app.${ours}`) return "A link may not lead back into this service.";
  const isOwn = host === withoutPort(handleHost(addresses, handle)) && pathOf(url) === slug;
  return isOwn ? "The link would lead to itself." : undefined;
}

/** The host itself, or any above it. */
function isDenied(host: string, denied: readonly string[]): boolean {
  const hosts = hostsOf(denied);
  for (let name = host; ; ) {
    if (hosts.has(name)) return true;
    const dot = name.indexOf(".");
    if (dot === -1) return false;
    name = name.slice(dot + 1);
  }
}

const known = new WeakMap<readonly string[], ReadonlySet<string>>();

/** As the URL parser writes them: in lower case and punycode. The list is made once, at start. */
function hostsOf(denied: readonly string[]): ReadonlySet<string> {
  const hosts = known.get(denied) ?? new Set(denied.map(hostOf));
  known.set(denied, hosts);
  return hosts;
}

function hostOf(entry: string): string {
  const name = entry.replace(/^\*?\./, "");
  return withoutDot(URL.parse(`http://${name}`)?.hostname ?? name.toLowerCase());
}

const withoutDot = (host: string) => host.replace(/\.+$/, "");
const withoutPort = (domain: string) => domain.replace(/:\d+$/, "").toLowerCase();

/** What the edge would take for the slug, however it is spelt. */
function pathOf({ pathname }: URL): string {
  const path = pathname.replaceAll(/^\/+|\/+$/g, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
