import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { COLUMNS, clicksIn, columnsSql, handleOf, PEER_SQL, type Peer } from "./analytics-peer.ts";

/** In one file, written without syncing while it is loaded, with half a gigabyte of cache and a covering index. */
export function openSqlitePeer(folder: string): Peer {
  const path = join(folder, "peer.sqlite");
  const db = new DatabaseSync(path);
  db.exec(
    "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -524288; pragma temp_store = memory",
  );
  const typeOf = (column: string) => (column === "at" || column === "status" ? "integer" : "text");
  db.exec(`create table events (${columnsSql(typeOf)})`);
  const insert = db.prepare(`insert into events values (${COLUMNS.map(() => "?").join(", ")})`);
  return {
    name: "SQLite",
    load: async (events) => {
      db.exec("begin");
      for (const event of events) insert.run(...COLUMNS.map((column) => event[column]));
      db.exec("commit");
    },
    finish: async () => {
      db.exec("create index by_time on events (handleId, at, kind, bot, visitor, slug, country, device)");
      db.exec(
        "create index by_session on events (handleId, sessionId, kind, at, name) where sessionId != ''",
      );
      db.exec("analyze");
    },
    ask: async (question, range) => {
      const sql = PEER_SQL[question].replaceAll("$", "?");
      return clicksIn(db.prepare(sql).all(handleOf(question, range), range.from, range.to));
    },
    bytes: async () => statSync(path).size,
    [Symbol.asyncDispose]: async () => db.close(),
  };
}
