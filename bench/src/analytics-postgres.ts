import { appendFile, chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VisitEvent } from "@switchyard/server/src/kernel/visit-event.ts";
import { setup } from "@switchyard/server/src/testing/postgres-server.ts";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { COLUMNS, clicksIn, columnsSql, handleOf, PEER_SQL, type Peer } from "./analytics-peer.ts";

/** Room for sorting and for building an index; the operating system caches the rest. */
const SETTINGS = "set work_mem = '512MB'; set maintenance_work_mem = '1GB'; set effective_cache_size = '8GB'";

/** A server of our own, loaded by COPY into an unlogged table, vacuumed, with a covering index. `undefined`: none is to be had. */
export async function openPostgresPeer(): Promise<Peer | undefined> {
  let url = "";
  const provide = (_: string, given: string) => {
    url = given;
  };
  const stop = await setup({ provide } as unknown as TestProject);
  if (url === "") return undefined;
  const db = new Client(url);
  await db.connect();
  const typeOf = (column: string) =>
    column === "at" ? "bigint" : column === "status" ? "integer" : column === "value" ? "numeric" : "text";
  await db.query(`${SETTINGS}; create unlogged table events (${columnsSql(typeOf)})`);
  const folder = await mkdtemp(join(tmpdir(), "copy-"));
  await chmod(folder, 0o755); // The server reads it, and it is another user's.
  return {
    name: "PostgreSQL",
    load: async (events) => {
      const path = join(folder, "rows");
      await appendFile(path, events.map(copyLine).join(""), { mode: 0o644 });
      await db.query(`copy events from '${path}'`);
      await rm(path);
    },
    finish: async () => {
      await db.query(
        "create index by_time on events (handleId, at) include (kind, bot, visitor, slug, country, device)",
      );
      await db.query(
        "create index by_session on events (handleId, sessionId, kind, at) include (name) where sessionId != ''",
      );
      await db.query("vacuum analyze events");
    },
    ask: async (question, range) => {
      const values = [handleOf(question, range), range.from, range.to];
      return clicksIn((await db.query(PEER_SQL[question], values)).rows);
    },
    bytes: async () => {
      const { rows } = await db.query("select pg_total_relation_size('events') as bytes");
      return Number(rows[0].bytes);
    },
    [Symbol.asyncDispose]: async () => {
      await db.end();
      await stop?.();
      await rm(folder, { recursive: true });
    },
  };
}

/** No value of ours has a tab, a line break or a backslash. */
const copyLine = (event: VisitEvent): string => `${COLUMNS.map((column) => event[column]).join("\t")}\n`;
