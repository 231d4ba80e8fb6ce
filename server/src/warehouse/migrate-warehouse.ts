import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClickHouseClient } from "@clickhouse/client";
import type { OneAtATime } from "#platform/jobs/one-at-a-time.ts";
import { awaitMutations } from "./await-mutations.ts";
import { type Placement, placementOf } from "./placement.ts";

const FOLDER = join(import.meta.dirname, "../../warehouse");
/** Rows are written anew, and the statements after it rely on that. Ten million take some seconds. */
const REWRITES = /^\s*(?:alter table events\s+)?(?:materialize|drop) column /m;
const REWRITE_MS_MAX = 6 * 3_600_000;
/** Of texts that were published and then changed, by what they are now; a later migration evens out what they did. */
const FIRST_TEXTS: ReadonlyMap<string, string> = new Map([
  // 0008-compact-parts.sql, evened out by 0009.
  [
    "648709c0dcabf68b062e0901c267e9488709eaa012635298f7631b521415e225",
    "820d585ad5d57c5dade26fd59b40877bda7c093c5d803adeb2775b2f45a86707",
  ],
]);

type Options = {
  readonly folder?: string;
  /** Two that migrate one warehouse would do things twice, the second time to rows that have come meanwhile. */
  readonly oneAtATime?: OneAtATime;
  /** Not to be waited for any longer. What was begun is begun again by the next call. */
  readonly signal?: AbortSignal;
};

/**
 * Brings the warehouse to this program's schema, forward only; refuses one that it does not know, or whose tables are not where
 * `placement` says. ClickHouse has no transactions over DDL, so every statement must be safe to repeat: a file that was cut
 * short runs again from its top.
 */
export async function migrateWarehouse(
  client: ClickHouseClient,
  placement: Placement = placementOf(undefined),
  { folder = FOLDER, oneAtATime = (work) => work(), signal }: Options = {},
): Promise<void> {
  const run = async (statement: string) => {
    for (const query of placement.ddl(statement)) await client.command({ query });
    if (REWRITES.test(statement))
      await awaitMutations(() => client, placement.mutations, REWRITE_MS_MAX, signal);
  };
  await run("create table if not exists schema_migrations (name String, sha256 String) order by name");
  if ((await pendingMigrations(client, folder)).length > 0) {
    await refuseMisplaced(client, placement);
    await oneAtATime(async () => {
      // Whoever was waited for has done them.
      for (const { name, sha256, text } of await pendingMigrations(client, folder)) {
        for (const query of text.split(/;\n/)) if (query.trim() !== "") await run(query);
        await client.command({
          query: "insert into schema_migrations (name, sha256) select {name:String}, {sha256:String}",
          query_params: { name, sha256 },
        });
      }
    }, signal);
  }
  await refuseMisplaced(client, placement);
}

type Migration = { readonly name: string; readonly sha256: string; readonly text: string };

/** Those that were not applied yet, in order. Throws where one was that this program does not have, or has otherwise. */
async function pendingMigrations(client: ClickHouseClient, folder: string): Promise<readonly Migration[]> {
  const recorded = await client.query({
    query: "select name, any(sha256) as sha256 from schema_migrations group by name order by name",
    format: "JSONEachRow",
  });
  const applied = new Map(
    (await recorded.json<{ name: string; sha256: string }>()).map(({ name, sha256 }) => [name, sha256]),
  );
  const names = await listMigrations(folder);
  for (const name of applied.keys()) {
    if (!names.includes(name))
      throw new Error(`Warehouse migration ${name} is applied, but not part of this program.`);
  }
  const pending: Migration[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8");
    const sha256 = hash("sha256", text);
    const known = applied.get(name);
    if (known === undefined) pending.push({ name, sha256, text });
    else if (!isTextOf(sha256, known)) throw new Error(`Warehouse migration ${name} was edited.`);
  }
  return pending;
}

/** What changes rows names the table that holds them, and an insert into another is answered before they are kept. */
async function refuseMisplaced(client: ClickHouseClient, { isCluster }: Placement): Promise<void> {
  const found = await client.query({
    query: "select engine from system.tables where database = currentDatabase() and name = 'events'",
    format: "JSONEachRow",
  });
  const [table] = await found.json<{ engine: string }>();
  if (table === undefined || (table.engine === "Distributed") === isCluster) return;
  throw new Error(
    isCluster
      ? "CLICKHOUSE_CLUSTER is set, but this ClickHouse has its tables on one server: they were made without it."
      : "This ClickHouse has its tables on a cluster: CLICKHOUSE_CLUSTER must name it.",
  );
}

/** Whether what was recorded, by its hash, is a migration that has this hash now. */
export const isTextOf = (sha256: string, recorded: string): boolean =>
  recorded === sha256 || recorded === FIRST_TEXTS.get(sha256);

/** What this program's warehouse is made of, in order. */
export async function knownWarehouseMigrations(
  folder = FOLDER,
): Promise<readonly { readonly name: string; readonly sha256: string }[]> {
  const names = await listMigrations(folder);
  return Promise.all(
    names.map(async (name) => ({ name, sha256: hash("sha256", await readFile(join(folder, name), "utf8")) })),
  );
}

const listMigrations = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
