import type { Doomed } from "./find-doomed.ts";
import { BACKUPS, partName } from "./names.ts";
import type { Place } from "./place.ts";

/** Removes what is doomed, and tells of each backup once it is gone. Cut short, it leaves what the next one finds. */
export async function* prune(place: Place, { ids, blobs, draftsBefore }: Doomed): AsyncGenerator<string> {
  for (const id of ids) {
    await place.removeListed(partName(id, "manifest.json")); // From here on it is none.
    const names: string[] = [];
    for await (const name of place.list(`${BACKUPS}${id}/`)) names.push(name);
    for (const name of names) await place.removeListed(name);
    yield id;
  }
  for (const name of blobs) await place.removeListed(name);
  await place.removeDrafts(draftsBefore);
}
