import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { newSegmentId } from "#platform/event-log/segment-id.ts";
import { clickEvent } from "#testing/click-event.ts";
import { newFolder, PATIENT, sealed } from "#testing/shared-warehouse.ts";
import { connectEmbedded } from "./connect-embedded.ts";
import { insertSegment } from "./insert-segment.ts";
import type { Link } from "./link.ts";
import { knownWarehouseMigrations, migrateWarehouse } from "./migrate-warehouse.ts";
import { placementOf } from "./placement.ts";

vi.setConfig({ testTimeout: 120_000 });

const CURRENT = join(import.meta.dirname, "../../warehouse");
/** What past versions of the program wrote into their logs. */
const PAST = join(import.meta.dirname, "../../crash/past");
const ONE_SERVER = placementOf(undefined);

/** The migrations of a past version: those before the one that begins with `number`. */
async function migrationsBefore(folder: string, number: string): Promise<string> {
  const past = join(folder, "migrations");
  await mkdir(past);
  for (const name of await readdir(CURRENT)) {
    if (name < number) await copyFile(join(CURRENT, name), join(past, name));
  }
  return past;
}

/** Of four handles and two months, some with slugs that no other event has. */
const EVENTS = Array.from({ length: 400 }, (_, index) =>
  clickEvent({
    id: `evt_${1000 + index}`,
    handleId: `hdl_${index % 4}`,
    at: Date.UTC(2025, index % 2, 1 + (index % 28)),
    slug: index % 5 === 0 ? `only-${index}` : `s${index % 7}`,
  }),
);

const rows = async ({ ask }: Link, sql: string) => (await ask(sql, {}, undefined)).split("\n");
const typeOf = ({ ask }: Link, column: string) =>
  ask(
    "select type from system.columns where database = currentDatabase() and table = 'events' and name = {column:String}",
    { column },
    undefined,
  );

/** What is asked of a handle, by its key, by a slug, and of everything. */
const answersOf = async (link: Link) => [
  await rows(link, "select * from events order by id"),
  await rows(link, "select count() from events where handleId = 'hdl_2' and at >= '2025-02-01 00:00:00'"),
  await rows(
    link,
    "select slug, count() from events where handleId in ('hdl_1', 'hdl_3') group by slug order by slug",
  ),
  await rows(link, "select id from events where slug = 'only-15'"),
];

async function killed(link: Link): Promise<void> {
  process.kill(link.pid ?? 0, "SIGKILL");
  await link.lost;
}

test("a warehouse of a past version, killed at each step of its migration and told all of it again, keeps every row and every token", async () => {
  const folder = await newFolder();
  const past = await migrationsBefore(folder, "0005");
  const segment = await sealed(await newFolder(), EVENTS);
  const open = () => connectEmbedded(join(folder, "warehouse"))(new AbortController().signal);

  const before = await (async () => {
    await using link = await open();
    await migrateWarehouse(link.writer, ONE_SERVER, past);
    await insertSegment(link.writer, segment);
    return await answersOf(link);
  })();
  expect(before[0]).toHaveLength(EVENTS.length + 1);

  {
    await using link = await open(); // Killed as it begins.
    const migrated = migrateWarehouse(link.writer).then(
      () => "whole",
      () => "cut short",
    );
    await killed(link);
    expect(await migrated).toBe("cut short");
  }
  {
    await using link = await open(); // Killed when it is recorded as done, and no row has been rewritten.
    await link.writer.command({ query: "system stop merges" });
    await migrateWarehouse(link.writer);
    expect(await typeOf(link, "handleId")).toContain("LowCardinality(String)");
    expect(await rows(link, "select count() from system.mutations where not is_done")).not.toContain(
      '{"count()":0}',
    );
    expect(await answersOf(link)).toEqual(before);
    await killed(link);
  }
  await using link = await open();
  await migrateWarehouse(link.writer);
  await expect
    .poll(() => rows(link, "select count() as waiting from system.mutations where not is_done"), PATIENT)
    .toContain('{"waiting":0}');
  expect([await typeOf(link, "handleId"), await typeOf(link, "slug")]).toEqual([
    '{"type":"LowCardinality(String)"}\n',
    '{"type":"LowCardinality(String)"}\n',
  ]);
  expect(await answersOf(link)).toEqual(before);
  await insertSegment(link.writer, segment); // Which an answer that was lost would make happen.
  expect(await answersOf(link)).toEqual(before);
  await link.writer.command({ query: "truncate table schema_migrations" }); // Carried out, and not recorded.
  await migrateWarehouse(link.writer);
  expect(await answersOf(link)).toEqual(before);
});

/** Which events each schema of the warehouse was recorded with, and what of them it keeps. */
const RECORDED = [
  ["0001", "0005"],
  ["0002", "0011"],
  ["0003", "0014"],
  ["0004", "0014"],
  ["0005", "0019"],
] as const;

test("a warehouse of every past schema keeps what its version recorded, killed on its way here", async () => {
  const scratch = await newFolder();
  const open = () => connectEmbedded(join(scratch, "warehouse"))(new AbortController().signal);
  const kept = async (link: Link) =>
    rows(link, "select id, handleId, slug, kind, at, destination from events order by id");
  const known = await knownWarehouseMigrations();
  expect(known.map(({ name }) => name.slice(0, 4))).toEqual(
    expect.arrayContaining(RECORDED.map(([schema]) => schema)),
  );
  let link = await open();
  try {
    for (const [schema, version] of RECORDED) {
      for (const table of ["events", "schema_migrations"])
        await link.writer.command({ query: `drop table if exists ${table} sync` });
      const past = await migrationsBefore(await newFolder(), String(Number(schema) + 1).padStart(4, "0"));
      await migrateWarehouse(link.writer, ONE_SERVER, past);
      const path = join(PAST, `${version}.events.ndjson`);
      await insertSegment(link.writer, { segmentId: newSegmentId("past", 0, Number(schema)), path });
      const before = await kept(link);
      expect(before.length).toBeGreaterThan(5);
      if (schema === "0003") {
        const migrated = migrateWarehouse(link.writer).catch(() => {});
        await killed(link);
        await migrated;
        await link[Symbol.asyncDispose]();
        link = await open();
      }
      await migrateWarehouse(link.writer);
      expect(await kept(link), schema).toEqual(before);
    }
  } finally {
    await link[Symbol.asyncDispose]();
  }
});
