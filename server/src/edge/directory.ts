import { type Host, PLAIN_ROUTE, type Route } from "#kernel/route.ts";
import type { ChangeFeed } from "#platform/change-feed/change-feed.ts";
import type { Reader } from "#platform/database/database.ts";
import { type CompiledRoute, compileRoute } from "./compile-route.ts";
import { FreshCache } from "./fresh-cache.ts";

const HOSTS_MAX = 20_000;
const ROUTES_MAX = 100_000;

/** What stands behind a host and a slug, as of the last acknowledged write; what does not exist is remembered as well. */
export class Directory {
  readonly #hosts: FreshCache<Host | null>;
  readonly #routes: FreshCache<CompiledRoute | null>;

  constructor(read: Reader, changes: Pick<ChangeFeed, "listen">) {
    this.#hosts = new FreshCache({ sizeMax: HOSTS_MAX, load: (host) => findHost(read, host) });
    this.#routes = new FreshCache({ sizeMax: ROUTES_MAX, load: (key) => findRoute(read, key) });
    changes.listen((news) => {
      if (news.kind === "route") this.#routes.forget(keyOf(news.handleId, news.slug));
      if (news.kind === "host") this.#hosts.forget(news.host);
      if (news.kind === "all") {
        this.#hosts.doubtAll();
        this.#routes.doubtAll();
      }
    });
  }

  host(host: string): Host | null | Promise<Host | null> {
    return this.#hosts.get(host);
  }

  route(handleId: string, slug: string): CompiledRoute | null | Promise<CompiledRoute | null> {
    return this.#routes.get(keyOf(handleId, slug));
  }
}

const keyOf = (handleId: string, slug: string) => `${handleId}/${slug}`;

async function findHost(read: Reader, host: string): Promise<Host | null> {
  const row = await read.selectFrom("hosts").selectAll().where("host", "=", host).executeTakeFirst();
  return row === undefined ? null : { handleId: row.handle_id, movedTo: row.moved_to, until: row.until };
}

async function findRoute(read: Reader, key: string): Promise<CompiledRoute | null> {
  const slash = key.lastIndexOf("/");
  const row = await read
    .selectFrom("routes")
    .select("route")
    .where("handle_id", "=", key.slice(0, slash))
    .where("slug", "=", key.slice(slash + 1))
    .executeTakeFirst();
  return row === undefined ? null : compileRoute({ ...PLAIN_ROUTE, ...JSON.parse(row.route) } as Route);
}
