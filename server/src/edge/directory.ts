import type { PageRoute } from "#kernel/page-document.ts";
import { type Host, PLAIN_ROUTE, type Route } from "#kernel/route.ts";
import type { ChangeFeed } from "#platform/change-feed/change-feed.ts";
import type { Reader } from "#platform/database/database.ts";
import type { CompiledPolicy } from "#platform/routing/compile-policy.ts";
import { findPolicy } from "#platform/routing/find-policy.ts";
import { type RouteView, viewRoute } from "#platform/routing/route-view.ts";
import { findSegments } from "#platform/visits/assign-segments.ts";
import { type DomainRule, findDomain } from "./find-domain.ts";
import { FreshCache } from "./fresh-cache.ts";

const HOSTS_MAX = 20_000;
const DOMAINS_MAX = 20_000;
const ROUTES_MAX = 100_000;
const POLICIES_MAX = 20_000;
const VISITORS_MAX = 50_000;

/** A link's route as it was read, and the view of it that was worked out last; or a page's. */
type Remembered =
  | { readonly route: Route; view: { of: CompiledPolicy; is: RouteView | null } | null }
  | PageRoute;

/**
 * What stands behind a host, a slug and a visitor, as of the last acknowledged write; what does not exist is remembered as
 * well.
 */
export class Directory {
  readonly #hosts: FreshCache<Host | null>;
  readonly #domains: FreshCache<readonly DomainRule[] | null>;
  readonly #routes: FreshCache<Remembered | null>;
  readonly #policies: FreshCache<CompiledPolicy>;
  readonly #visitors: FreshCache<readonly string[]>;

  constructor(read: Reader, changes: Pick<ChangeFeed, "listen">) {
    this.#hosts = new FreshCache({ sizeMax: HOSTS_MAX, load: (host) => findHost(read, host) });
    this.#domains = new FreshCache<readonly DomainRule[] | null>({
      sizeMax: DOMAINS_MAX,
      load: (domain) => findDomain(read, domain),
    });
    this.#routes = new FreshCache({ sizeMax: ROUTES_MAX, load: (key) => findRoute(read, key) });
    this.#policies = new FreshCache({
      sizeMax: POLICIES_MAX,
      load: (handleId) => findPolicy(read, handleId),
    });
    this.#visitors = new FreshCache<readonly string[]>({
      sizeMax: VISITORS_MAX,
      load: (key) => findSegments(read, ...splitKey(key)),
    });
    changes.listen((news) => {
      if (news.kind === "route") this.#routes.forget(keyOf(news.handleId, news.slug));
      if (news.kind === "routes") {
        for (const slug of news.slugs) this.#routes.forget(keyOf(news.handleId, slug));
      }
      if (news.kind === "host") this.#hosts.forget(news.host);
      if (news.kind === "domain") this.#domains.forget(news.domain);
      // Seldom, and what is read again is one row for each domain that somebody visits.
      if (news.kind === "members") this.#domains.doubtAll();
      if (news.kind === "policy") this.#policies.forget(news.handleId);
      if (news.kind === "visitor") this.#visitors.forget(keyOf(news.handleId, news.visitorId));
      if (news.kind !== "all") return;
      for (const cache of [this.#hosts, this.#domains, this.#routes, this.#policies, this.#visitors]) {
        cache.doubtAll();
      }
    });
  }

  host(host: string): Host | null | Promise<Host | null> {
    return this.#hosts.get(host);
  }

  /** Where a domain of an account's leads; `null` for whatever is none. */
  domain(domain: string): readonly DomainRule[] | null | Promise<readonly DomainRule[] | null> {
    return this.#domains.get(domain);
  }

  policy(handleId: string): CompiledPolicy | Promise<CompiledPolicy> {
    return this.#policies.get(handleId);
  }

  /** The link as this policy makes it. */
  view(handleId: string, slug: string, policy: CompiledPolicy): RouteView | null | Promise<RouteView | null> {
    const found = this.#routes.get(keyOf(handleId, slug));
    return found instanceof Promise
      ? found.then((route) => viewOf(route, slug, policy))
      : viewOf(found, slug, policy);
  }

  /** The page that has the slug instead of a link; `null` where none has. */
  page(handleId: string, slug: string): PageRoute["page"] | null | Promise<PageRoute["page"] | null> {
    const found = this.#routes.get(keyOf(handleId, slug));
    return found instanceof Promise ? found.then(pageOf) : pageOf(found);
  }

  segments(handleId: string, visitorId: string): readonly string[] | Promise<readonly string[]> {
    return this.#visitors.get(keyOf(handleId, visitorId));
  }
}

function viewOf(remembered: Remembered | null, slug: string, policy: CompiledPolicy): RouteView | null {
  if (remembered === null || "page" in remembered) return null;
  const { view } = remembered;
  if (view !== null && view.of === policy) return view.is;
  const is = viewRoute(remembered.route, slug, policy);
  remembered.view = { of: policy, is };
  return is;
}

const pageOf = (remembered: Remembered | null): PageRoute["page"] | null =>
  remembered !== null && "page" in remembered ? remembered.page : null;

const keyOf = (handleId: string, name: string) => `${handleId}/${name}`;

function splitKey(key: string): [handleId: string, name: string] {
  const slash = key.indexOf("/");
  return [key.slice(0, slash), key.slice(slash + 1)];
}

async function findHost(read: Reader, host: string): Promise<Host | null> {
  const row = await read.selectFrom("hosts").selectAll().where("host", "=", host).executeTakeFirst();
  return row === undefined ? null : { handleId: row.handle_id, movedTo: row.moved_to, until: row.until };
}

async function findRoute(read: Reader, key: string): Promise<Remembered | null> {
  const [handleId, slug] = splitKey(key);
  const row = await read
    .selectFrom("routes")
    .select("route")
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug)
    .executeTakeFirst();
  if (row === undefined) return null;
  const route = JSON.parse(row.route);
  return "page" in route ? (route as PageRoute) : { route: { ...PLAIN_ROUTE, ...route }, view: null };
}
