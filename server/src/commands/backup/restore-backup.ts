import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Surroundings } from "#commands/command.ts";
import type { BlobStore } from "#platform/blobs/blob-store.ts";
import type { Config } from "#platform/config/config.ts";
import { beginRestore, endRestore } from "#platform/config/unfinished-restore.ts";
import { isPostgres, openDatabase } from "#platform/database/open-database.ts";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import { connectForBackup } from "#warehouse/connect-for-backup.ts";
import { countEvents, insertDump, prepareEmptyWarehouse } from "#warehouse/fill-warehouse.ts";
import type { Link } from "#warehouse/link.ts";
import { listBlobs, readBlob } from "./check-backup.ts";
import type { Manifest } from "./manifest.ts";
import { readPart } from "./part-codec.ts";
import { Damaged, type Place } from "./place.ts";
import { removeHalfShipped, restoreFiles } from "./restore-events.ts";
import { restoreTables } from "./restore-tables.ts";

type Target = Pick<Config, "dataDir" | "database" | "clickhouseUrl" | "clickhouseCluster"> & {
  /** Absent: the bytes of blobs stay where they are. */
  readonly blobs: BlobStore | undefined;
};

type Restored = { readonly blobs: number; readonly events: number; readonly halfShipped: number };

/**
 * Puts a backup that was checked into a data folder, a database and a warehouse that are empty. The database comes last: until
 * then, and as long as a mark in the folder says so, no program starts on it.
 */
export async function restoreBackup(
  place: Place,
  manifest: Manifest,
  target: Target,
  progress: Surroundings["progress"],
): Promise<Restored> {
  const { dataDir } = target;
  await beginRestore(dataDir);
  const blobs = target.blobs === undefined ? 0 : await restoreBlobs(place, manifest, target.blobs, progress);
  const files = manifest.parts.filter(({ name }) => /^(?:events|secrets)\//.test(name));
  await restoreFiles(place, manifest, files, dataDir);
  await using link = await connectForBackup(target);
  await restoreWarehouse(place, manifest, link, target);
  progress(`events: ${manifest.warehouse.events} in the warehouse, ${manifest.segments} segments wait`);
  const halfShipped = await restoreDatabase(place, manifest, link, target);
  progress(`database: ${manifest.tables.length} tables`);
  await endRestore(dataDir);
  return { blobs, events: manifest.warehouse.events - halfShipped, halfShipped };
}

async function restoreBlobs(
  place: Place,
  manifest: Manifest,
  blobs: BlobStore,
  progress: Surroundings["progress"],
): Promise<number> {
  let done = 0;
  for await (const [sha256, sizeBytes] of listBlobs(place, manifest)) {
    const expected = { sha256, sizeBytes, maxBytes: sizeBytes };
    const isThere = (await blobs.head(sha256))?.sizeBytes === sizeBytes;
    if (!isThere) await blobs.put(readBlob(place, sha256), expected);
    if (++done % 1_000 === 0) progress(`blobs: ${done} of ${manifest.blobs.count}`);
  }
  return done;
}

async function restoreWarehouse(
  place: Place,
  manifest: Manifest,
  link: Link,
  { dataDir, clickhouseUrl, clickhouseCluster }: Target,
): Promise<void> {
  await prepareEmptyWarehouse(link, clickhouseCluster);
  for (const part of manifest.parts.filter(({ name }) => name.startsWith("warehouse/"))) {
    const path = join(dataDir, `restored-${randomUUID()}.parquet`);
    try {
      {
        await using file = await open(path, "wx", 0o600);
        for await (const piece of readPart(place, manifest.id, part)) await file.writeFile(piece);
      }
      await insertDump(link, path, { isEmbedded: clickhouseUrl === undefined });
    } finally {
      await rm(path, { force: true });
    }
  }
  const events = await countEvents(link);
  if (events !== manifest.warehouse.events)
    throw new Damaged(`${events} events arrived, and ${manifest.warehouse.events} were counted.`);
}

/** A file gets its name when all of it is there; PostgreSQL has a transaction for the same. */
async function restoreDatabase(
  place: Place,
  manifest: Manifest,
  link: Link,
  { dataDir, database, clickhouseCluster }: Target,
): Promise<number> {
  const isFile = !isPostgres(database);
  const draft = isFile ? `${database}.restored` : database;
  let halfShipped: number;
  {
    await using db = openDatabase(draft);
    await restoreTables(place, manifest, db);
    halfShipped = await removeHalfShipped(join(dataDir, "events"), db.read, link, clickhouseCluster);
  }
  if (isFile) {
    await rename(draft, database);
    await syncFolder(dataDir);
  }
  return halfShipped;
}
