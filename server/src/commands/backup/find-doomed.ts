import { listBlobs } from "./check-backup.ts";
import { listBackups, listBegun, readManifest } from "./manifest.ts";
import { BLOBS, blobName, idStamp } from "./names.ts";
import type { Place } from "./place.ts";

/** Nothing prevents two backups at once. None is under way for as long: what it needs is held for it for half as long. */
const UNFINISHED_MS = 24 * 3_600_000;

/** What may go. */
export type Doomed = {
  /** Of backups, whole ones and what is left of others. */
  readonly ids: readonly string[];
  /** As they are listed. */
  readonly blobs: readonly string[];
  /** Drafts to which nothing was added since. */
  readonly draftsBefore: Date;
};

/**
 * All but the newest backups, those that have been unfinished for a day, and the blobs that none of the others needs. Removes
 * nothing, and throws when a backup that stays cannot be read, since nobody knows then which blobs it needs.
 */
export async function findDoomed(place: Place, keep: number, now: Date): Promise<Doomed> {
  const draftsBefore = new Date(now.getTime() - UNFINISHED_MS);
  const begun = await listBegun(place); // First, so that one that is finished meanwhile is not taken for unfinished.
  const finished = await listBackups(place);
  const unfinished = [...begun].filter((id) => !finished.includes(id));
  const old = unfinished.filter((id) => id < idStamp(draftsBefore));
  const staying = finished.slice(-keep);
  const ids = [...finished.slice(0, -keep), ...old];
  if (ids.length === 0) return { ids, blobs: [], draftsBefore };
  const unneeded = await listUnneeded(place, staying);
  // One that is under way relies on blobs that it found, and has not said yet which.
  return { ids, blobs: old.length < unfinished.length ? [] : unneeded, draftsBefore };
}

async function listUnneeded(place: Place, staying: readonly string[]): Promise<readonly string[]> {
  const needed = new Set<string>();
  for (const id of staying) {
    try {
      const manifest = await readManifest(place, id);
      for await (const [sha256] of listBlobs(place, manifest)) needed.add(place.listedAs(blobName(sha256)));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The backup ${id} cannot be read. ${why}`, { cause });
    }
  }
  const unneeded: string[] = [];
  for await (const name of place.list(BLOBS)) if (!needed.has(name)) unneeded.push(name);
  return unneeded;
}
