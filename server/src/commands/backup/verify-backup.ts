import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Surroundings } from "#commands/command.ts";
import { loadSecrets, secretPlaces } from "#platform/config/secrets.ts";
import { checkBackup, listBlobs } from "./check-backup.ts";
import type { Manifest } from "./manifest.ts";
import { Damaged, type Place } from "./place.ts";
import { requireKnownSchema } from "./require-restorable.ts";
import { restoreBackup } from "./restore-backup.ts";

/**
 * Proves that a backup can be restored: every byte is read and compared, then all but the bytes of blobs is restored into a
 * scratch folder, on SQLite whatever it came from, and looked through. Names what is wrong with it; nothing when all is well.
 */
export async function verifyBackup(
  place: Place,
  manifest: Manifest,
  { env, progress }: Pick<Surroundings, "env" | "progress">,
): Promise<readonly string[]> {
  await requireKnownSchema(manifest);
  const damage = await checkBackup(place, manifest, progress);
  if (damage.length > 0) return damage;
  const dataDir = await mkdtemp(join(tmpdir(), "switchyard-verify-"));
  const database = join(dataDir, "switchyard.sqlite");
  try {
    const target = { dataDir, database, clickhouseUrl: undefined, clickhouseCluster: undefined };
    await restoreBackup(place, manifest, { ...target, blobs: undefined }, progress);
    const isAllHere = secretPlaces(env).every(({ variable }) => manifest.keys[variable]?.isInBackup);
    if (isAllHere) loadSecrets({}, dataDir);
    return [...faultsIn(database), ...(await danglingIn(database, place, manifest))];
  } catch (cause) {
    if (cause instanceof Damaged) return [cause.message];
    throw cause;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function faultsIn(path: string): readonly string[] {
  using db = new DatabaseSync(path, { readOnly: true });
  const [integrity] = db.prepare("pragma integrity_check").all();
  const strangers = db.prepare("pragma foreign_key_check").all();
  return [
    ...(integrity?.["integrity_check"] === "ok" ? [] : ["The restored database fails its integrity check."]),
    ...strangers.map(
      (row) => `A row of ${row["table"]} refers to a row of ${row["parent"]} that is not there.`,
    ),
  ];
}

/** Blobs that something in the database needs, and that the backup does not have. */
async function danglingIn(path: string, place: Place, manifest: Manifest): Promise<readonly string[]> {
  const present = new Set<string>();
  for await (const [sha256] of listBlobs(place, manifest)) present.add(sha256);
  using db = new DatabaseSync(path, { readOnly: true });
  const needed = db.prepare("select sha256, owner_kind, owner_id from blob_refs").iterate();
  const dangling: string[] = [];
  for (const { sha256, owner_kind, owner_id } of needed) {
    if (!present.has(String(sha256)))
      dangling.push(`The blob ${sha256} of ${owner_kind} ${owner_id} is missing.`);
  }
  return dangling;
}
