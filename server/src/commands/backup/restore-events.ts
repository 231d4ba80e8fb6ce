import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Reader } from "#platform/database/database.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import { listCounted } from "#platform/pending-visits/list-counted.ts";
import { engineOf } from "#warehouse/fill-warehouse.ts";
import type { Link } from "#warehouse/link.ts";
import { takeOut } from "#warehouse/take-out.ts";
import type { Manifest, Part } from "./manifest.ts";
import { readPart } from "./part-codec.ts";
import type { Place } from "./place.ts";

/** Writes parts under their own names into the data folder, to disk, for their owner alone. */
export async function restoreFiles(
  place: Place,
  { id }: Manifest,
  parts: readonly Part[],
  dataDir: string,
): Promise<void> {
  for (const part of parts) {
    const path = join(dataDir, part.name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    {
      await using file = await open(path, "wx", 0o600);
      for await (const piece of readPart(place, id, part)) await file.writeFile(piece);
      await file.sync();
    }
    await syncFolder(dirname(path));
  }
}

/**
 * A segment may be in the warehouse although it was never counted: then it is still in the log, and a start will ship it. A
 * new warehouse does not know it again, so its events are taken out first. Tells how many there were.
 */
export async function removeHalfShipped(
  eventsFolder: string,
  read: Reader,
  link: Link,
  cluster: string | undefined,
): Promise<number> {
  let removed = 0;
  for (const { segmentId, path } of await listSealedSegments(eventsFolder)) {
    if ((await listCounted(read, [segmentId])).has(segmentId)) continue;
    removed += await takeOut(engineOf(link, cluster), path);
  }
  return removed;
}
