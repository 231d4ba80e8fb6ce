import { hash } from "node:crypto";
import { buffer, text } from "node:stream/consumers";
import { z } from "zod";
import { Misuse } from "#commands/misuse.ts";
import { BACKUP_ID, BACKUPS, partName } from "./names.ts";
import { Damaged, type Place } from "./place.ts";

const NAME = "manifest.json";
const SUM_NAME = "manifest.sha256";
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().nonnegative();
const Migrations = z.array(z.strictObject({ name: z.string(), sha256: Sha256 }));
/** It becomes part of names, so it may lead nowhere else. */
const PartName = z.string().regex(/^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/);

/** What a backup says of itself: all that is needed to know whether it is whole, and whether this program can take it. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(BACKUP_ID),
  /** Of the program that made it. */
  version: z.string(),
  /** Everything that was acknowledged before this moment is in it. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  database: z.strictObject({ dialect: z.enum(["sqlite", "postgres"]), migrations: Migrations }),
  warehouse: z.strictObject({ migrations: Migrations, events: Count }),
  /** In an order in which they can be filled. */
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()), rows: Count })),
  /** Of the event log: what had not reached the warehouse. */
  segments: Count,
  blobs: z.strictObject({ count: Count, bytes: Count }),
  /** Where each key came from, and what tells it from another. */
  keys: z.record(z.string(), z.strictObject({ isInBackup: z.boolean(), fingerprint: z.string() })),
  parts: z.array(z.strictObject({ name: PartName, bytes: Count, sha256: Sha256 })),
});
export type Manifest = z.infer<typeof Manifest>;
export type Part = Manifest["parts"][number];

/** Makes a backup of what has been written: from here on it is one. */
export async function writeManifest(place: Place, manifest: Manifest): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  const sum = Buffer.from(`${hash("sha256", bytes)}  ${NAME}\n`);
  await place.write(partName(manifest.id, SUM_NAME), one(sum));
  await place.write(partName(manifest.id, NAME), one(bytes));
}

/** Those that are whole, the oldest first. */
export async function listBackups(place: Place): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const name of place.list(BACKUPS)) {
    const [, id] = /^backups\/([^/]+)\/manifest\.json$/.exec(name) ?? [];
    if (id !== undefined) ids.push(id);
  }
  return ids.sort();
}

/** Those of which anything is there, whole or not, in no order. What is called otherwise is nobody's backup. */
export async function listBegun(place: Place): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const name of place.list(BACKUPS)) {
    const [, id = ""] = name.split("/");
    if (BACKUP_ID.test(id)) ids.add(id);
  }
  return ids;
}

/** That of the backup with this id, or of the newest. Throws `Damaged` when it is not what was written, `Misuse` when there is none. */
export async function readManifest(place: Place, id?: string): Promise<Manifest> {
  const wanted = id ?? (await listBackups(place)).at(-1);
  if (wanted === undefined) throw new Misuse(`There is no finished backup in ${place.name}.`);
  const [file, sum] = await Promise.all([
    place.read(partName(wanted, NAME)),
    place.read(partName(wanted, SUM_NAME)),
  ]);
  if (file === undefined) throw new Misuse(`There is no finished backup ${wanted} in ${place.name}.`);
  if (sum === undefined) throw new Damaged(`${partName(wanted, SUM_NAME)} is missing.`);
  const bytes = await buffer(file);
  if ((await text(sum)) !== `${hash("sha256", bytes)}  ${NAME}\n`) {
    throw new Damaged(`${partName(wanted, NAME)} and ${SUM_NAME} do not agree: one of them is damaged.`);
  }
  const read: unknown = JSON.parse(bytes.toString());
  if (typeof read === "object" && read !== null && "format" in read && read.format !== 1) {
    throw new Misuse(`The backup ${wanted} is of a form that this version does not know: use a newer one.`);
  }
  return Manifest.parse(read);
}

async function* one(bytes: Uint8Array) {
  yield bytes;
}
