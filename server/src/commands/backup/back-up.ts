import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Surroundings } from "#commands/command.ts";
import { holdBlobs } from "#platform/blobs/hold-blobs.ts";
import { openBlobs } from "#platform/blobs/open-blobs.ts";
import { type Config, loadConfig } from "#platform/config/config.ts";
import type { AppliedMigration } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { openSnapshot } from "#platform/database/open-snapshot.ts";
import type { Snapshot } from "#platform/database/snapshot.ts";
import { holdEvents } from "#platform/event-log/hold-events.ts";
import { connectForBackup } from "#warehouse/connect-for-backup.ts";
import { readWarehouseSchema } from "#warehouse/dump-events.ts";
import { copyBlobs, type Wanted, wantedBlobs } from "./copy-blobs.ts";
import { copyEvents } from "./copy-events.ts";
import { copyKeys } from "./copy-keys.ts";
import { type CopiedTable, copyTable, isCopied, rowsOf } from "./copy-tables.ts";
import { copyWarehouse } from "./copy-warehouse.ts";
import { type Manifest, writeManifest } from "./manifest.ts";
import { idStamp } from "./names.ts";
import type { Place } from "./place.ts";
import { programVersion } from "./program-version.ts";

type Made = { readonly manifest: Manifest; readonly blobsCopied: number; readonly heldMs: number };

/**
 * Everything of an installation as it is at one moment, beside the program that serves it or without one. Whoever dies on the
 * way leaves no backup: the manifest, which makes it one, is written last.
 */
export async function backUp(
  place: Place,
  { env, clock, progress }: Pick<Surroundings, "env" | "clock" | "progress">,
): Promise<Made> {
  const config = loadConfig(env);
  const startedAt = clock.now();
  const id = newBackupId(startedAt);
  await holdNeededBlobs(config, clock);
  const first = await copyMoment(place, id, config, startedAt, progress);
  const { wanted, tables, blobsTable } = first;
  const onProgress = (done: number) => {
    if (done > 0 && done % 1_000 === 0) progress(`blobs: ${done} of ${wanted.length}`);
  };
  const blobs = await openBlobs(config.blobs, config.dataDir);
  const copied = await copyBlobs({ place, id, blobs, wanted, onProgress });
  if (blobsTable !== undefined) {
    const rows = async function* () {
      for (const { row } of copied.kept) yield row;
    };
    const filled = await copyTable(place, id, blobsTable, rows());
    tables.splice(first.blobsAt, 0, filled);
  }
  progress(`blobs: ${copied.kept.length}, ${copied.copied} of them new here`);
  const { keys, parts: keyParts } = await copyKeys(place, id, { env, dataDir: config.dataDir });
  const manifest: Manifest = {
    ...{ format: 1, id, version: await programVersion(), startedAt: startedAt.toISOString() },
    finishedAt: clock.now().toISOString(),
    database: { dialect: first.dialect, migrations: [...first.migrations] },
    warehouse: { migrations: [...first.warehouseMigrations], events: first.events },
    tables: tables.map(({ table }) => table),
    segments: first.eventParts.filter(({ name }) => name.endsWith(".ndjson")).length,
    blobs: { count: copied.kept.length, bytes: copied.bytes },
    keys,
    parts: [
      ...tables.flatMap(({ part }) => part ?? []),
      ...first.eventParts,
      ...first.warehouseParts,
      copied.part,
      ...keyParts,
    ],
  };
  await writeManifest(place, manifest);
  return { manifest, blobsCopied: copied.copied, heldMs: first.heldMs };
}

const newBackupId = (now: Date): string => `${idStamp(now)}-${randomBytes(4).toString("hex")}`;

async function holdNeededBlobs({ database }: Config, clock: Surroundings["clock"]): Promise<void> {
  await using db = openDatabase(database);
  const tables = await db.read.introspection.getTables();
  if (tables.some(({ name }) => name === "blobs")) await holdBlobs({ db, clock });
}

/**
 * All that must fit together. Events move from place to place: while none may, the database is seen as it is, and files and
 * warehouse are copied. The rest of the snapshot can be read afterwards.
 */
async function copyMoment(
  place: Place,
  id: string,
  config: Config,
  now: Date,
  progress: Surroundings["progress"],
) {
  const eventsFolder = join(config.dataDir, "events");
  await using link = await connectForBackup(config);
  const held = await holdEvents(eventsFolder);
  const begun = performance.now();
  let isHeld = true;
  const release = () => {
    if (isHeld) held[Symbol.dispose]();
    isHeld = false;
  };
  try {
    await using snapshot = await openSnapshot(config.database);
    const eventParts = await copyEvents(place, id, eventsFolder);
    const { events, parts: warehouseParts } = await copyWarehouse(place, id, link);
    release();
    const heldMs = performance.now() - begun;
    progress(`events: ${events} in the warehouse, ${eventParts.length} files of the log`);
    const rest = await copyRows(place, id, snapshot, now);
    progress(`database: ${rest.tables.length} tables`);
    return {
      ...rest,
      ...{ dialect: snapshot.dialect, eventParts, events, warehouseParts, heldMs },
      warehouseMigrations: await readWarehouseSchema(link),
    };
  } finally {
    release();
  }
}

async function copyRows(place: Place, id: string, snapshot: Snapshot, now: Date) {
  const copied = snapshot.tables.filter(isCopied);
  const blobsAt = copied.findIndex(({ name }) => name === "blobs");
  const blobsTable = copied[blobsAt];
  const wanted: Wanted[] = blobsTable === undefined ? [] : await wantedBlobs(snapshot, blobsTable, now);
  const tables: CopiedTable[] = [];
  for (const table of copied.filter((one) => one !== blobsTable))
    tables.push(await copyTable(place, id, table, rowsOf(snapshot, table)));
  const migrations: AppliedMigration[] = [];
  for await (const some of snapshot.select("select name, sha256 from migrations order by name"))
    for (const [name, sha256] of some) migrations.push({ name: String(name), sha256: String(sha256) });
  return { wanted, blobsTable, blobsAt, tables, migrations };
}
