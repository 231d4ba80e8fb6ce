import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { SealedSegment } from "#platform/event-log/sealed-segments.ts";
import { newSegmentId } from "#platform/event-log/segment-id.ts";
import { alone } from "#platform/event-log/shipment.ts";
import { visitorHashSql, visitorTextSql } from "#platform/visits/visitor-sql.ts";
import { clickEvent } from "#testing/click-event.ts";
import { newFolder, PATIENT, sealed } from "#testing/shared-warehouse.ts";
import { connectEmbedded } from "./connect-embedded.ts";
import type { Link } from "./link.ts";
import { knownWarehouseMigrations, migrateWarehouse } from "./migrate-warehouse.ts";
import { EVENT_FIELDS } from "./parse-visit-event.ts";
import { placementOf } from "./placement.ts";
import { removeEvents } from "./remove-events.ts";

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
    visitor: index % 9 === 0 ? "" : hash("sha256", `${index % 300}`).slice(0, 16),
  }),
);

const rows = async ({ ask }: Link, sql: string) => (await ask(sql, {}, undefined)).split("\n");
const typeOf = ({ ask }: Link, column: string) =>
  ask(
    "select type from system.columns where database = currentDatabase() and table = 'events' and name = {column:String}",
    { column },
    undefined,
  );

/** What is asked of a handle, by its key, by a slug, and of everything. The visitors as the schema of the day has them. */
const answersOf = async (link: Link, visitor: string) => [
  await rows(link, `select ${UNCHANGED.join(", ")} from events order by id`),
  await rows(link, `select id, ${visitor} as visitor from events order by id`),
  await rows(link, "select count() from events where handleId = 'hdl_2' and at >= '2025-02-01 00:00:00'"),
  await rows(
    link,
    "select slug, count() from events where handleId in ('hdl_1', 'hdl_3') group by slug order by slug",
  ),
  await rows(link, "select id from events where slug = 'only-15'"),
];
const UNCHANGED = EVENT_FIELDS.filter((field) => field !== "visitor");
const DIGITS = visitorTextSql("visitorHash");

/** As the versions before 0006 did it. */
async function insertAsBefore(
  link: Link,
  { segmentId, path }: Pick<SealedSegment, "segmentId" | "path">,
): Promise<void> {
  const { stream } = await link.writer.exec({
    query: "INSERT INTO events FORMAT JSONEachRow",
    values: createReadStream(path),
    clickhouse_settings: { insert_deduplication_token: segmentId },
  });
  for await (const _ of stream.resume()); // An answer has no rows.
}

/** What each event counts as, by a rule of its own. */
const MISCOUNTED = `metric != multiIf(kind = 'click' and bot = '', 'qualifiedClick', kind = 'click', 'automatedClick',
  kind = 'conversion', 'conversion', kind = 'impression', 'impression', 'none')`;

async function killed(link: Link): Promise<void> {
  process.kill(link.pid ?? 0, "SIGKILL");
  await link.lost;
}

/** Its engine is killed before it carries out anything more than so many commands. */
function lasting(link: Link, commands: number): Link["writer"] {
  let given = 0;
  const command: Link["writer"]["command"] = async (asked) => {
    if (given++ === commands) await killed(link);
    return link.writer.command(asked);
  };
  return Object.assign(Object.create(link.writer), { command });
}

async function pastWarehouse() {
  const folder = await newFolder();
  const segment = await sealed(await newFolder(), EVENTS);
  const open = () => connectEmbedded(join(folder, "warehouse"))(new AbortController().signal);
  await using link = await open();
  await migrateWarehouse(link.writer, ONE_SERVER, { folder: await migrationsBefore(folder, "0005") });
  await insertAsBefore(link, segment);
  const before = await answersOf(link, "visitor");
  expect(before[0]).toHaveLength(EVENTS.length + 1);
  expect(new Set(before[1]).size).toBeGreaterThan(100);
  return { segment, open, before };
}

test("a warehouse of a past version, killed after each statement of its migration, keeps every row, every visitor and every token", async () => {
  const { segment, open, before } = await pastWarehouse();
  const deaths = { wanted: 0, died: 0 };
  for (const name of (await readdir(CURRENT)).filter((each) => each >= "0005").sort()) {
    const statements = (await readFile(join(CURRENT, name), "utf8"))
      .split(/;\n/)
      .filter((text) => text.trim());
    // One more creates the table of what is recorded, and one is the record.
    for (let commands = 2; commands <= statements.length + 2; commands++) {
      await using link = await open();
      deaths.wanted += 1;
      await migrateWarehouse(lasting(link, commands)).catch(() => {
        deaths.died += 1;
      });
    }
  }
  expect(deaths.died).toBe(deaths.wanted - 1); // There is nothing after the last.
  await using link = await open();
  await expect
    .poll(() => rows(link, "select count() as waiting from system.mutations where not is_done"), PATIENT)
    .toContain('{"waiting":0}');
  const types = ["handleId", "slug", "visitorHash"].map((column) => typeOf(link, column));
  expect(await Promise.all(types)).toEqual([
    '{"type":"LowCardinality(String)"}\n',
    '{"type":"LowCardinality(String)"}\n',
    '{"type":"UInt64"}\n',
  ]);
  expect(await answersOf(link, DIGITS)).toEqual(before);
  expect(await rows(link, `select id from events where ${MISCOUNTED}`)).toEqual([""]);
  const kept =
    "select distinct column from system.parts_columns where table = 'events' and active and column like 'visitor%'";
  expect(await rows(link, kept)).toEqual(['{"column":"visitorHash"}', ""]);
  await link.insert(alone(segment)); // Which an answer that was lost would make happen.
  expect(await answersOf(link, DIGITS)).toEqual(before);
});

test("what was carried out and not recorded is carried out again, all of it, and rows that came since stay as they are", async () => {
  const { open, before } = await pastWarehouse();
  await using link = await open();
  await migrateWarehouse(link.writer);
  await link.insert(
    alone(await sealed(await newFolder(), [clickEvent({ id: "evt_9", visitor: "00000000000000ff" })])),
  );
  const after = await answersOf(link, DIGITS);
  expect(after[1]).toEqual([
    ...(before[1] ?? []).slice(0, -1),
    '{"id":"evt_9","visitor":"00000000000000ff"}',
    "",
  ]);
  await link.writer.command({ query: "truncate table schema_migrations" });
  await migrateWarehouse(link.writer);
  expect(await answersOf(link, DIGITS)).toEqual(after);
  await removeEvents(() => link.writer, ONE_SERVER, { where: "id = 'evt_9'", params: {} });
  expect(await answersOf(link, DIGITS)).toEqual(before);
});

test("rows are read as what they will be until they are rewritten, and killed meanwhile none is lost", async () => {
  const { open, before } = await pastWarehouse();
  {
    await using link = await open();
    await link.writer.command({ query: "system stop merges" });
    await migrateWarehouse(link.writer, ONE_SERVER, {
      folder: await migrationsBefore(await newFolder(), "0006"),
    });
    expect(await typeOf(link, "handleId")).toContain("LowCardinality(String)");
    expect(await rows(link, "select count() from system.mutations where not is_done")).not.toContain(
      '{"count()":0}',
    );
    expect(await answersOf(link, "visitor")).toEqual(before);
    await killed(link);
  }
  await using link = await open();
  await migrateWarehouse(link.writer);
  expect(await answersOf(link, DIGITS)).toEqual(before);
});

test("a visitor keeps their digits, other text is told apart by its hash, and nobody stays nobody", async () => {
  const scratch = await newFolder();
  await using link = await connectEmbedded(join(scratch, "warehouse"))(new AbortController().signal);
  await migrateWarehouse(link.writer);
  const digits = ["0123456789abcdef", "ffffffffffffffff", "0000000000000001", ""];
  const others = ["0123456789ABCDEF", "x", "0123456789abcdef0", "0123456789abcdeg", "é"];
  const visitors = [...digits, ...others];
  const events = visitors.map((visitor, index) => clickEvent({ id: `evt_${index}`, visitor }));
  await link.insert(alone(await sealed(await newFolder(), events)));
  for (const [index, visitor] of visitors.entries()) {
    const sql = `select id, ${DIGITS} as digits from events where visitorHash = ${visitorHashSql("{visitor:String}")}`;
    const found = await link.ask(sql, { visitor }, undefined);
    expect(JSON.parse(found), visitor).toEqual({
      id: `evt_${index}`,
      digits: digits.includes(visitor) ? visitor : expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  }
});

/** As it was published first. */
const FIRST_0008 = `-- A shipment becomes a part of one file until it is merged into a larger one: in a file for each column it costs a quarter more to
-- write. 128 MB before compression are some four hundred thousand events.
alter table events modify setting min_bytes_for_wide_part = 67108864;
`;

test("a migration that was edited is refused, but for the one whose two texts came out, and both end alike", async () => {
  const scratch = await newFolder();
  await using link = await connectEmbedded(join(scratch, "warehouse"))(new AbortController().signal);
  const past = await migrationsBefore(scratch, "0009");
  const name = "0008-compact-parts.sql";
  await writeFile(join(past, name), FIRST_0008);
  await migrateWarehouse(link.writer, ONE_SERVER, { folder: past });
  const ran = await rows(link, "select sha256 from schema_migrations where name like '0008%'");
  expect(ran).toEqual([JSON.stringify({ sha256: hash("sha256", FIRST_0008) }), ""]);
  const created = async () => (await rows(link, "show create table events")).join();
  expect(await created()).toContain("min_bytes_for_wide_part = 67108864");
  await migrateWarehouse(link.writer);
  expect(await created()).toContain("min_bytes_for_wide_part = 100663296");
  await migrateWarehouse(link.writer);
  await writeFile(join(past, name), `${FIRST_0008}-- Another.\n`);
  await copyFile(
    join(CURRENT, "0009-compact-parts-to-96-mb.sql"),
    join(past, "0009-compact-parts-to-96-mb.sql"),
  );
  await expect(migrateWarehouse(link.writer, ONE_SERVER, { folder: past })).rejects.toThrow(
    `${name} was edited`,
  );
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
      await migrateWarehouse(link.writer, ONE_SERVER, { folder: past });
      const path = join(PAST, `${version}.events.ndjson`);
      await insertAsBefore(link, { segmentId: newSegmentId("past", 0, Number(schema)), path });
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
