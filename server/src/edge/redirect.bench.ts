import { spawn } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "#kernel/clock.ts";
import { openChangeFeed } from "#platform/change-feed/open-change-feed.ts";
import { createContextTokens } from "#platform/context/context-tokens.ts";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { WRITE } from "#platform/database/write.ts";
import { fixedDenyList } from "#platform/deny-list/deny-list.ts";
import { addressList } from "#platform/http/client-address.ts";
import { noLimits } from "#platform/limits/limits.ts";
import { BotLists } from "#platform/visits/bot-lists.ts";
import { openCountries } from "#platform/visits/open-countries.ts";
import { createEdge } from "./create-edge.ts";

// CPU of one redirect, with events that go nowhere, against `node:http` that answers the same bytes without a thought:
// `node server/src/edge/redirect.bench.ts`. The visitors are a process of their own, so only the server is counted.

const KEYS = [createSecretKey(Buffer.alloc(32, "bench"))] as const;
const LINKS = 1000;
const ROUNDS = 6;
const WARM_UP = 20_000;
const MEASURED = 60_000;
const SOCKETS = 32;
const ROUTE = {
  destinationUrl: "https://example.com/landing",
  title: null,
  redirectType: 302,
  forwardQuery: true,
  tracking: { utm_source: "bench" },
  startsAt: null,
  endsAt: null,
  expiredUrl: null,
  maxClicks: null,
  campaign: "",
};

const slugOf = (link: number) => `link-${link}`;

/** Visits one after another on each socket until it is killed. */
function visitFor(port: number, query: string): void {
  for (let visitor = 0; visitor < SOCKETS; visitor++) {
    let link = visitor;
    const socket = connect(port, "127.0.0.1");
    const ask = () => {
      link = (link + 7) % LINKS;
      socket.write(
        `GET /${slugOf(link)}${query} HTTP/1.1\r\nHost: acme.sites.test\r\nX-Forwarded-For: 185.15.59.${link % 250}\r\n` +
          "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36\r\n" +
          "Accept: text/html,application/xhtml+xml\r\nAccept-Language: de-AT,de;q=0.9\r\nAccept-Encoding: gzip, br\r\n" +
          "Referer: https://www.google.com/\r\n\r\n",
      );
    };
    socket.on("data", ask).on("error", () => {}); // The server hangs up when it has seen enough.
    ask();
  }
}

/** Microseconds of CPU for one answer, once the first have warmed everything up: in Node, and in the kernel for it. */
async function measure(handle: RequestListener, query: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.CpuUsage>();
  let answers = 0;
  let before = process.cpuUsage();
  const server = createServer((request, response) => {
    handle(request, response);
    answers++;
    if (answers === WARM_UP) before = process.cpuUsage();
    if (answers !== WARM_UP + MEASURED) return;
    resolve(process.cpuUsage(before));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const visitors = spawn(process.execPath, [fileURLToPath(import.meta.url), String(port), query]);
  const { user, system } = await promise;
  visitors.kill();
  await once(visitors, "exit");
  server.closeAllConnections();
  server.close();
  return `${(user / MEASURED).toFixed(1)} + ${(system / MEASURED).toFixed(1)}`;
}

async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "edge-bench-"));
  const location = join(folder, "bench.sqlite");
  const db = openDatabase(location);
  await migrate(db);
  await db[WRITE](async (tx) => {
    await tx
      .insertInto("hosts")
      .values({ host: "acme", handle_id: "hdl_acme", moved_to: null, until: null })
      .execute();
    for (let link = 0; link < LINKS; link++) {
      const row = { handle_id: "hdl_acme", slug: slugOf(link), route: JSON.stringify(ROUTE) };
      await tx.insertInto("routes").values(row).execute();
    }
  });
  const changes = openChangeFeed(location);
  const edge = createEdge({
    db,
    changes,
    clock: systemClock,
    events: { append: () => Promise.resolve() },
    addresses: { scheme: "https", publicDomain: "switchyard.test", sitesDomain: "sites.test" },
    denyList: fixedDenyList([]),
    botLists: new BotLists(),
    trustedProxies: addressList(["127.0.0.1"]),
    country: openCountries(console),
    contexts: createContextTokens(KEYS),
    visitorKeys: KEYS,
    passwords: { verify: async () => false },
    limits: noLimits,
    blobs: { open: async () => undefined },
    log: console,
  });
  const bare = [
    "Location",
    `${ROUTE.destinationUrl}?utm_source=bench`,
    "Cache-Control",
    "private, no-store",
    "Content-Length",
    "0",
  ];
  const nothing: RequestListener = (_, response) => void response.writeHead(302, bare).end();
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await measure(nothing, "");
    const plain = await measure(edge.handle, "");
    const query = await measure(edge.handle, "?utm_medium=mail&src=qr");
    console.log({ "node:http": alone, edge: plain, "edge, with a query": query });
  }
  await edge[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
}

const [, , port, query = ""] = process.argv;
if (port === undefined) await compare();
else visitFor(Number(port), query);
