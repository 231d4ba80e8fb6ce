import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { Client } from "pg";
import type { News } from "#kernel/news.ts";
import { connectPostgres } from "#platform/database/connect-postgres.ts";
import { type ChangeFeed, createListeners } from "./change-feed.ts";

const CHANNEL = "switchyard_news";
const RETRY_MS = 500;
/** Nothing but `listen` is asked here, so a server that is silent for so long is lost. */
const ANSWER_MS_MAX = 10_000;

/** PostgreSQL's own news channel: it delivers with the commit, in the order of commits, and to nobody who rolls back. */
export function postgresFeed(url: string): ChangeFeed {
  const { listen, tell } = createListeners();
  const stop = new AbortController();
  let following = Promise.resolve();
  return {
    listen,
    tell,
    async record(tx, news) {
      for (const one of news) {
        await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(one)})`.execute(tx);
      }
    },
    follow: async () => {
      const first = await connect(url, tell);
      following = stayConnected(url, first, stop.signal, tell);
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await following;
    },
  };
}

async function connect(url: string, tell: ChangeFeed["tell"]): Promise<Client> {
  const client = await connectPostgres(url, { query_timeout: ANSWER_MS_MAX });
  client.on("notification", ({ payload = "" }) => tell([JSON.parse(payload) as News]));
  try {
    await client.query(`listen ${CHANNEL}`);
  } catch (cause) {
    await client.end().catch(() => {});
    throw cause;
  }
  return client;
}

/** What was said while the line was down is lost, so after that nothing remembered is trusted. */
async function stayConnected(
  url: string,
  first: Client,
  stop: AbortSignal,
  tell: ChangeFeed["tell"],
): Promise<void> {
  let client: Client | undefined = first;
  while (!stop.aborted) {
    if (client !== undefined) await ended(client, stop);
    await client?.end().catch(() => {});
    if (stop.aborted) return;
    tell([{ kind: "all" }]);
    await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => {});
    client = stop.aborted ? undefined : await connect(url, tell).catch(() => undefined);
    tell([{ kind: "all" }]);
  }
  await client?.end().catch(() => {});
}

function ended(client: Client, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    client.once("end", () => resolve());
    client.once("error", () => resolve());
    stop.addEventListener("abort", () => resolve(), { once: true });
  });
}
