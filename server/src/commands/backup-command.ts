import { loadConfig } from "#platform/config/config.ts";
import { noteBackup } from "#platform/config/last-backup.ts";
import { backUp } from "./backup/back-up.ts";
import { findDoomed } from "./backup/find-doomed.ts";
import type { Manifest } from "./backup/manifest.ts";
import { openPlace } from "./backup/open-place.ts";
import { Damaged, type Place } from "./backup/place.ts";
import { prune } from "./backup/prune.ts";
import type { Command, Surroundings } from "./command.ts";
import { Misuse } from "./misuse.ts";

/** Copies everything as it is at one moment, beside a program that serves or without one. */
export const backupCommand: Command = {
  name: "backup",
  summary: "copy everything to a folder or an S3 store, also while the program serves",
  usage: "--to DIR|s3://BUCKET/PREFIX [--passphrase-file FILE] [--keep N]",
  details: [
    "--to PLACE               a folder, or s3://BUCKET/PREFIX of the store that BACKUP_S3_* describe. It takes many backups,",
    "                         and what files and sites have in common is kept once",
    "--passphrase-file FILE   seal everything under the first line of FILE (AES-256-GCM); restoring needs it",
    "--keep N                 afterwards, remove all but the newest N backups, what is left of those that were not finished",
    "                         within a day, and the blobs that none of the others needs",
    "A backup holds secrets: the keys in DATA_DIR/secrets, hashes of passwords, and all data of all tenants.",
    "exit code: 0 done, 1 no backup made, or a whole one made and older ones not removed: it says which, 2 called wrongly",
  ],
  options: {
    to: { type: "string" },
    "passphrase-file": { type: "string" },
    keep: { type: "string" },
  },
  run: async ({ values }, surroundings) => {
    const { to, keep } = values;
    if (typeof to !== "string") throw new Misuse("Say where to with --to.");
    if (keep !== undefined && !/^[1-9]\d{0,3}$/.test(String(keep)))
      throw new Misuse("--keep takes a number from 1 to 9999.");
    const place = await openPlace(to, surroundings.env, values);
    const made = await backUp(place, surroundings).catch((cause: unknown) => {
      if (cause instanceof Damaged) return cause;
      throw cause;
    });
    if (made instanceof Damaged)
      return { exitCode: 1, report: { error: made.message }, text: `No backup was made. ${made.message}` };
    const { manifest, blobsCopied, heldMs } = made;
    await leaveWord(surroundings, place, manifest);
    const { id, tables, warehouse, segments, blobs } = manifest;
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const counts = { rows, events: warehouse.events, segments, blobs: blobs.count, blobBytes: blobs.bytes };
    const report = { id, place: place.name, ...counts, blobsCopied, heldMs: Math.round(heldMs) };
    const text = `Backup ${id} in ${place.name}: ${rows} rows, ${warehouse.events} events and ${segments} segments, ${blobs.count} blobs (${blobsCopied} new).`;
    if (keep === undefined) return { exitCode: 0, report: { ...report, removed: [] }, text };
    const { removed, pruneError } = await removeOld(place, Number(keep), surroundings);
    if (pruneError === undefined) return { exitCode: 0, report: { ...report, removed }, text };
    return { exitCode: 1, report: { ...report, removed, pruneError }, text: `${text}\n${pruneError}` };
  },
};

/** The new backup is whole whatever happens here, so what goes wrong is told beside it. */
async function removeOld(place: Place, keep: number, { clock }: Pick<Surroundings, "clock">) {
  const removed: string[] = [];
  let said = "This backup is whole, but nothing older was removed.";
  try {
    const doomed = await findDoomed(place, keep, clock.now());
    said = "This backup is whole, but not all that is too old was removed.";
    for await (const id of prune(place, doomed)) removed.push(id);
    return { removed };
  } catch (cause) {
    return { removed, pruneError: `${said} ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

/** For the status page. A backup is whole without it, so what goes wrong here is said and nothing more. */
async function leaveWord(
  { env, progress }: Pick<Surroundings, "env" | "progress">,
  { name: place }: Place,
  { id, finishedAt }: Manifest,
): Promise<void> {
  const { dataDir } = loadConfig(env);
  await noteBackup(dataDir, { id, place, finishedAt }).catch(() =>
    progress(`status: ${dataDir} cannot be written, so the status page will not know of this backup`),
  );
}
