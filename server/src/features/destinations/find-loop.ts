import type { Route } from "#kernel/route.ts";
import type { Reader } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { canonicalHost } from "#platform/routing/canonical-host.ts";
import { compilePaths, type PathMatcher } from "#platform/routing/path-matcher.ts";
import { findHost, findPaths, findRoute } from "./edge-store.ts";
import type { DestinationOwner } from "./require-allowed-destinations.ts";

const HOPS_MAX = 10;
/** Links with many rules fan out: so many are looked at for one request, and what lies beyond is let pass. */
const LINKS_MAX = 100;

/** A link's address on a host of this installation: the host's first label, and the path without slashes at its ends. */
type Place = { readonly label: string; readonly path: string };

type Deps = Pick<ControlDeps, "addresses" | "clock">;

/**
 * Says of one destination after another whether it is this link again, or leads back to it within ten of the links of
 * this installation. Reads nothing for destinations elsewhere.
 */
export function createLoopFinder(
  read: Reader,
  { addresses, clock }: Deps,
  owner: DestinationOwner,
  slug: string | null,
): (url: URL) => Promise<string | undefined> {
  const suffix = `.${addresses.sitesDomain.replace(/:\d+$/, "").toLowerCase()}`;
  const handleIds = new Map<string, string | undefined>([[owner.handle, owner.handleId]]);
  const matchers = new Map<string, PathMatcher>();
  const seen = new Set<string>();

  async function handleIdAt(label: string): Promise<string | undefined> {
    if (handleIds.has(label)) return handleIds.get(label);
    const host = await findHost(read, label);
    const isOver = host?.until != null && clock.now().getTime() >= host.until;
    const handleId = isOver ? undefined : host?.handleId;
    handleIds.set(label, handleId);
    return handleId;
  }

  /** The slug, or that of the link whose path it is. */
  async function slugAt(handleId: string, path: string): Promise<string | undefined> {
    if (!path.includes("/")) return decoded(path);
    const matchPath = matchers.get(handleId) ?? compilePaths(await findPaths(read, handleId));
    matchers.set(handleId, matchPath);
    return matchPath(`/${path}`)?.slug;
  }

  /** What lies one hop behind `place`; `true` when that is where it began. */
  async function follow(place: Place, isLast: boolean): Promise<readonly Place[] | true> {
    const handleId = await handleIdAt(place.label);
    const found = handleId && (await slugAt(handleId, place.path));
    if (handleId === undefined || found === undefined) return [];
    if (handleId === owner.handleId && found === slug) return true;
    const key = `${handleId}/${found}`;
    if (isLast || seen.has(key) || seen.size >= LINKS_MAX) return [];
    seen.add(key);
    const route = await findRoute(read, handleId, found);
    return route === undefined ? [] : destinationsOf(route).flatMap((url) => placeOf(url, suffix) ?? []);
  }

  return async (url) => {
    if (slug === null) return undefined;
    let places = [placeOf(url, suffix) ?? []].flat();
    for (let hops = 0; places.length > 0 && hops <= HOPS_MAX; hops++) {
      const next: Place[] = [];
      for (const place of places) {
        const behind = await follow(place, hops === HOPS_MAX);
        if (behind === true)
          return hops === 0 ? "The link would lead to itself." : "It would lead back to itself.";
        next.push(...behind);
      }
      places = next;
    }
    return undefined;
  };
}

function placeOf(url: URL, suffix: string): Place | undefined {
  const host = canonicalHost(url.hostname);
  if (!host.endsWith(suffix)) return undefined;
  const path = url.pathname.replaceAll(/^\/+|\/+$/g, "");
  return path === "" ? undefined : { label: host.slice(0, -suffix.length), path };
}

/** What the edge would take for the slug, however it is spelt. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function destinationsOf({ destinationUrl, expiredUrl, rules = [] }: Partial<Route>): readonly URL[] {
  const texts = [destinationUrl, expiredUrl, ...rules.map(({ variant }) => variant.destinationUrl)];
  return texts.flatMap((text) => (typeof text === "string" ? (URL.parse(text) ?? []) : []));
}
