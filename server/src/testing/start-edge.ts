import { once } from "node:events";
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createEdge } from "#edge/create-edge.ts";
import type { EdgeDeps } from "#edge/edge.ts";
import type { News } from "#kernel/news.ts";
import type { Policy } from "#kernel/policy.ts";
import { type Host, PLAIN_ROUTE, type Route } from "#kernel/route.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { openDiskBlobs } from "#platform/blobs/open-disk-blobs.ts";
import type { ChangeFeed } from "#platform/change-feed/change-feed.ts";
import { openChangeFeed } from "#platform/change-feed/open-change-feed.ts";
import { createContextTokens } from "#platform/context/context-tokens.ts";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { WRITE } from "#platform/database/write.ts";
import { fixedDenyList } from "#platform/deny-list/deny-list.ts";
import { addressList } from "#platform/http/client-address.ts";
import { noLimits } from "#platform/limits/limits.ts";
import { createPasswordHasher } from "#platform/password-hasher.ts";
import { assignSegments } from "#platform/visits/assign-segments.ts";
import { BotLists } from "#platform/visits/bot-lists.ts";
import { scratchFile, scratchFolder } from "./engines.ts";
import { copyMigratedFile } from "./migrated-file.ts";
import { FAST_ARGON2, VISITOR_KEYS } from "./test-secrets.ts";

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";

/** A link as the edge reads it, of which a test says only what it is about. */
export const routeTo = (given: Partial<Route> = {}): Route => ({
  destinationUrl: "https://example.com/landing",
  title: null,
  redirectType: 302,
  forwardQuery: true,
  tracking: {},
  startsAt: null,
  endsAt: null,
  expiredUrl: null,
  maxClicks: null,
  campaign: "",
  ...PLAIN_ROUTE,
  ...given,
});

type Options = {
  /** A database that another edge serves as well; a new one when left out. */
  readonly location?: string;
  readonly override?: Partial<EdgeDeps>;
};

type Ask = {
  readonly method?: string;
  readonly host?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as a form of ours. */
  readonly form?: Readonly<Record<string, string>>;
};

/** A real edge behind a real socket, with the handle `acme`. A visit is a person's with an iPhone unless it says otherwise. */
export async function startEdge({ location, override = {} }: Options = {}) {
  const at = location ?? (await copyMigratedFile(await scratchFile()));
  const db = openDatabase(at);
  await migrate(db);
  const changes = openChangeFeed(at);
  await changes.follow();
  let now = new Date("2026-01-01T12:00:00Z");
  const events: VisitEvent[] = [];
  const failures: unknown[] = [];
  const edge = createEdge({
    db,
    changes,
    clock: { now: () => now },
    events: { append: async (event) => void events.push(event) },
    addresses: { scheme: "http", publicDomain: "switchyard.test", sitesDomain: "sites.test:8080" },
    denyList: fixedDenyList(["denied.example"]),
    botLists: new BotLists(),
    trustedProxies: addressList(["127.0.0.1"]),
    country: () => "DE",
    contexts: createContextTokens(VISITOR_KEYS),
    visitorKeys: VISITOR_KEYS,
    passwords: createPasswordHasher(FAST_ARGON2),
    limits: noLimits,
    blobs: await openDiskBlobs(await scratchFolder()),
    log: { error: (fields: unknown) => void failures.push(fields) },
    ...override,
  });
  const server = createServer(edge.handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const { setRoute, setHost, setPolicy, setSegments } = directoryOf({ db, changes, now: () => now });
  if (location === undefined) await setHost("acme", { handleId: "hdl_acme", movedTo: null, until: null });
  return {
    edge,
    db,
    changes,
    events,
    failures,
    location: at,
    port,
    setRoute,
    setHost,
    setPolicy,
    setSegments,
    visit: (path: string, ask: Ask = {}) => visitAt(port, path, ask),
    advance: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await edge[Symbol.asyncDispose]();
      await changes[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

type Hands = Pick<EdgeDeps, "db"> & { readonly changes: ChangeFeed; readonly now: () => Date };

/** Puts rows beside the control plane's back, as `mutate` does: the change, the news of it, and only then the answer. */
function directoryOf({ db, changes, now }: Hands) {
  async function change(news: News, write: Parameters<(typeof db)[typeof WRITE]>[0]): Promise<void> {
    await db[WRITE](async (tx) => {
      await write(tx);
      await changes.record(tx, [news], now());
    });
    changes.tell([news]);
  }

  async function setRoute(slug: string, route: Route | null, handleId = "hdl_acme"): Promise<void> {
    await change({ kind: "route", handleId, slug }, async (tx) => {
      await tx.deleteFrom("routes").where("handle_id", "=", handleId).where("slug", "=", slug).execute();
      const row = { handle_id: handleId, slug, route: JSON.stringify(route) };
      if (route !== null) await tx.insertInto("routes").values(row).execute();
    });
  }

  async function setHost(host: string, to: Host | null): Promise<void> {
    await change({ kind: "host", host }, async (tx) => {
      await tx.deleteFrom("hosts").where("host", "=", host).execute();
      if (to === null) return;
      const row = { host, handle_id: to.handleId, moved_to: to.movedTo, until: to.until };
      await tx.insertInto("hosts").values(row).execute();
    });
  }

  async function setPolicy(policy: Partial<Policy>, handleId = "hdl_acme"): Promise<void> {
    await change({ kind: "policy", handleId }, async (tx) => {
      for (const [part, value] of Object.entries(policy)) {
        const row = { handle_id: handleId, part: part as keyof Policy, value: JSON.stringify(value) };
        await tx
          .insertInto("policies")
          .values(row)
          .onConflict((taken) => taken.columns(["handle_id", "part"]).doUpdateSet({ value: row.value }))
          .execute();
      }
    });
  }

  async function setSegments(visitorId: string, segments: readonly string[], handleId = "hdl_acme") {
    await change({ kind: "visitor", handleId, visitorId }, async (tx) => {
      await assignSegments(tx, handleId, visitorId, segments, now());
    });
  }

  return { setRoute, setHost, setPolicy, setSegments };
}

async function visitAt(
  port: number,
  path: string,
  { form, method = form ? "POST" : "GET", host = "acme.sites.test:8080", headers = {} }: Ask,
) {
  const type = form && { "content-type": "application/x-www-form-urlencoded" };
  const outgoing = request({
    port,
    path,
    method,
    agent: false,
    headers: { host, "user-agent": IPHONE, ...type, ...headers },
  });
  outgoing.end(form && new URLSearchParams(form).toString());
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const { statusCode: status, headers: answered } = incoming;
  return { status, headers: answered, location: answered.location, body: await text(incoming) };
}
