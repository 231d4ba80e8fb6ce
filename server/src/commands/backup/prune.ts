import { listBlobs } from "./check-backup.ts";
import { listBackups, readManifest } from "./manifest.ts";
import { BACKUPS, BLOBS, blobName, partName } from "./names.ts";
import type { Place } from "./place.ts";

/**
 * Removes all but the newest backups and the blobs that none of those needs, and tells which backups went. Throws, before
 * anything is removed, when one that stays cannot be read. No other backup may be made there meanwhile.
 */
export async function prune(place: Place, keep: number): Promise<readonly string[]> {
  const ids = await listBackups(place);
  const doomed = ids.slice(0, Math.max(0, ids.length - keep));
  if (doomed.length === 0) return [];
  const needed = new Set<string>();
  for (const id of ids.slice(doomed.length)) {
    const manifest = await readManifest(place, id);
    for await (const [sha256] of listBlobs(place, manifest)) needed.add(place.listedAs(blobName(sha256)));
  }
  for (const id of doomed) {
    await place.removeListed(partName(id, "manifest.json")); // From here on it is none.
    await removeListed(place, `${BACKUPS}${id}/`, () => true);
  }
  await removeListed(place, BLOBS, (name) => !needed.has(name));
  return doomed;
}

async function removeListed(
  place: Place,
  prefix: string,
  isDoomed: (name: string) => boolean,
): Promise<void> {
  const names: string[] = [];
  for await (const name of place.list(prefix)) if (isDoomed(name)) names.push(name);
  for (const name of names) await place.removeListed(name);
}
