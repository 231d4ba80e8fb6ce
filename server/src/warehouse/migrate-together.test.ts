import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { openDatabase } from "#platform/database/open-database.ts";
import { alone } from "#platform/event-log/shipment.ts";
import { oneAtATime } from "#platform/jobs/one-at-a-time.ts";
import { copyMigratedFile } from "#testing/migrated-file.ts";
import { eventsOf, newFolder, sealed } from "#testing/shared-warehouse.ts";
import { connectEmbedded } from "./connect-embedded.ts";
import type { Link } from "./link.ts";
import { migrateWarehouse } from "./migrate-warehouse.ts";
import { placementOf } from "./placement.ts";

vi.setConfig({ testTimeout: 60_000 });

const MIGRATIONS = join(import.meta.dirname, "../../warehouse");
const open = async () => connectEmbedded(join(await newFolder(), "warehouse"))(new AbortController().signal);

/** Tells what it is told to do. */
function recording({ writer }: Link) {
  const commands: string[] = [];
  const command: typeof writer.command = (asked) => {
    commands.push(asked.query);
    return writer.command(asked);
  };
  return { writer: Object.assign(Object.create(writer), { command }), commands };
}

test("of several that begin together each migration is done by one, and whoever is ready first keeps what it was given", async () => {
  await using link = await open();
  await using db = openDatabase(await copyMigratedFile(join(await newFolder(), "test.sqlite")));
  const clock = { now: () => new Date() };
  const { writer, commands } = recording(link);
  const segment = await sealed(await newFolder(), eventsOf("hdl_first", 40));
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      await migrateWarehouse(writer, undefined, { oneAtATime: oneAtATime({ db, clock }, "migrate") });
      await link.insert(alone(segment));
    }),
  );
  const records = commands.filter((query) => query.startsWith("insert into schema_migrations"));
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith(".sql"));
  expect(records).toHaveLength(names.length);
  const kept = await link.ask(
    "select count() as rows, countIf(visitorHash = 0) as nobody from events",
    {},
    undefined,
  );
  expect(JSON.parse(kept)).toEqual({ rows: 40, nobody: 0 });
});

test("a cluster that is named too late, or no longer, is refused with what to do, and nothing is changed", async () => {
  await using link = await open();
  await migrateWarehouse(link.writer);
  const { writer, commands } = recording(link);
  const command: typeof link.writer.command = (asked) =>
    writer.command({ ...asked, query: asked.query.replaceAll(" on cluster 'main'", "") });
  const onCluster = Object.assign(Object.create(writer), { command });
  await expect(migrateWarehouse(onCluster, placementOf("main"))).rejects.toThrow(
    "CLICKHOUSE_CLUSTER is set, but this ClickHouse has its tables on one server: they were made without it.",
  );
  expect(
    commands.filter((query) => !query.startsWith("create table if not exists schema_migrations")),
  ).toEqual([]);

  const query: typeof link.writer.query = (asked) =>
    link.writer.query({
      ...asked,
      query: asked.query.replace("select engine", "select 'Distributed' as engine"),
    });
  await expect(migrateWarehouse(Object.assign(Object.create(link.writer), { query }))).rejects.toThrow(
    "This ClickHouse has its tables on a cluster: CLICKHOUSE_CLUSTER must name it.",
  );
});
