import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { sharedWarehouse } from "#testing/shared-warehouse.ts";
import { placementOf } from "./placement.ts";

vi.setConfig({ testTimeout: 60_000 });
const { warehouse } = sharedWarehouse();

const FOLDER = join(import.meta.dirname, "../../warehouse");
const { ddl, rowsTable, mutations } = placementOf("main");

/** Every statement of every migration there is. */
const statements = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".sql"))
  .sort()
  .flatMap((name) => readFileSync(join(FOLDER, name), "utf8").split(/;\n/))
  .filter((text) => text.trim() !== "");

const SCHEMA_MIGRATIONS =
  "create table if not exists schema_migrations (name String, sha256 String) order by name";

test("on one server a migration is what its file says", () => {
  for (const statement of statements) expect(placementOf(undefined).ddl(statement)).toEqual([statement]);
});

test("every statement of every migration has a meaning on a cluster that the engine's parser accepts", async () => {
  const removal = `alter table ${rowsTable} delete where handleId = 'h'`;
  const all = [
    ...[...statements, SCHEMA_MIGRATIONS].flatMap(ddl),
    removal,
    `select count() from ${mutations}`,
  ];
  for (const sql of all) {
    const [row] = await warehouse().query<{ text: string }>("select formatQuery({sql:String}) as text", {
      sql,
    });
    if (!sql.startsWith("select")) expect(row?.text).toContain("ON CLUSTER main");
  }
});

test("rows are replicated and spread by handle, and a segment is recognised for a week", async () => {
  const [create = ""] = statements;
  const [local = "", everywhere = ""] = ddl(create);
  expect(local).toContain("events_local on cluster 'main'");
  expect(local).toContain(
    "engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')",
  );
  expect(local).toMatch(/[^_]replicated_deduplication_window = 10000/);
  expect(local).toContain("replicated_deduplication_window_seconds = 604800");
  expect(local).not.toContain("non_replicated");
  expect(local).toContain("fsync_after_insert = 1");
  expect(everywhere).toContain(
    "Distributed('main', currentDatabase(), 'events_local', cityHash64(handleId))",
  );
});

test("a changed column changes where the rows are first, and codecs are of those alone", () => {
  expect(
    ddl(
      "-- Why.\nalter table events\n    modify column os String codec(Delta(4), ZSTD(1)),\n    add column if not exists a Array(String)",
    ),
  ).toEqual([
    "alter table events_local on cluster 'main' modify column os String codec(Delta(4), ZSTD(1)),\n    add column if not exists a Array(String)",
    "alter table events on cluster 'main' modify column os String,\n    add column if not exists a Array(String)",
  ]);
});

test("how parts are written and merged is set where the rows are", async () => {
  expect(ddl("alter table events modify setting min_age_to_force_merge_seconds = 1")).toEqual([
    "alter table events_local on cluster 'main' modify setting min_age_to_force_merge_seconds = 1",
  ]);
  const [row] = await warehouse().query<{ text: string }>(
    "select create_table_query as text from system.tables where database = currentDatabase() and name = 'events'",
  );
  expect(row?.text).toContain("min_age_to_force_merge_seconds = 10800");
  expect(row?.text).toContain("min_age_to_force_merge_on_partition_only = 1");
  expect(row?.text).toContain("min_bytes_for_wide_part = 100663296");
  expect(row?.text).toContain("non_replicated_deduplication_window = 10000");
});

test.each([
  "drop table events",
  "create table if not exists other (a String) order by a",
  "optimize table events",
])("a statement that nobody has thought through is refused: %s", (statement) =>
  expect(() => ddl(statement)).toThrow("not known"),
);

const CONFIG = `<clickhouse>
  <tcp_port>9000</tcp_port>
  <remote_servers><main><shard><internal_replication>true</internal_replication>
    <replica><host>localhost</host><port>9000</port></replica>
  </shard></main></remote_servers>
</clickhouse>`;

/** Its only shard is the engine itself, which then needs no network; and no Keeper, so the rows are not replicated. */
const PROGRAM = `
const [folder, config, chdb, create, ...changes] = process.argv.slice(2);
const { Session } = require(chdb);
const session = new Session(folder, { connectionArgs: ["--config-file=" + config] });
session.query(create);
session.query("create table events as events_local engine = Distributed('main', currentDatabase(), 'events_local', cityHash64(handleId))");
const rows = "select toString(number) as id, fromUnixTimestamp64Milli(toInt64(1764000000000)) as at, 'h' || toString(number % 50) as handleId from numbers(1000)";
const insert = (token) => {
  session.query("insert into events (id, at, handleId) " + rows + " settings distributed_foreground_insert = 1, insert_deduplication_token = '" + token + "'");
  return Number(session.query("select count() from events_local", "TSV"));
};
const counts = ["one", "one", "two"].map(insert);
for (const change of changes) session.query(change);
session.query("insert into events (id, at, handleId, kind, visitor) settings distributed_foreground_insert = 1 values ('last', 0, 'h9', 'click', '00000000000000ff')");
const last = "where id = 'last' and visitorHash = 255 and metric = 'qualifiedClick'";
counts.push(Number(session.query("select count() from events " + last, "TSV")), Number(session.query("select count() from events_local " + last, "TSV")));
counts.push(...["two", "three"].map(insert));
counts.push(Number(session.query("select count() from events where handleId = 'h7' settings optimize_skip_unused_shards = 1", "TSV")));
process.stdout.write(JSON.stringify(counts), () => process.kill(process.pid, "SIGKILL"));
`;

test("through a Distributed table a segment's token reaches its shard: the same again adds nothing, another does, also after every migration", async () => {
  const folder = await mkdtemp(join(tmpdir(), "distributed-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [config, program] = [join(folder, "config.xml"), join(folder, "program.cjs")];
  await writeFile(config, CONFIG);
  await writeFile(program, PROGRAM);
  const create = (statements[0] ?? "").replace("if not exists events", "events_local");
  const chdb = createRequire(import.meta.url).resolve("chdb");
  const changes = statements
    .slice(1)
    .filter((text) => !text.includes("modify setting"))
    .flatMap(ddl)
    .map((text) => text.replace("on cluster 'main'", ""))
    .map((text) => (text.includes("materialize column") ? `${text} settings mutations_sync = 2` : text));
  const args = [program, join(folder, "data"), config, chdb, create, ...changes];
  expect(outputOf(args)).toEqual([1000, 1000, 2000, 1, 1, 2001, 3001, 60]);
});

/** It ends itself by a signal, since an engine that was given a cluster does not end otherwise. */
function outputOf(args: readonly string[]): unknown {
  try {
    return JSON.parse(execFileSync(process.execPath, [...args], { encoding: "utf8" }));
  } catch (cause) {
    if (cause instanceof Error && "stdout" in cause && cause.stdout !== "")
      return JSON.parse(String(cause.stdout));
    throw cause;
  }
}
