import { createHash } from "node:crypto";
import type { BlobStore } from "#platform/blobs/blob-store.ts";
import type { Snapshot, SnapshotTable, Value } from "#platform/database/snapshot.ts";
import { BLOBS, blobName } from "./names.ts";
import { packed, writePart } from "./part-codec.ts";
import { Damaged, type Place } from "./place.ts";

export type Wanted = {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Something in the database needs it; otherwise it may be gone by now. */
  readonly isNeeded: boolean;
  readonly row: readonly Value[];
};

/** The blobs that something needs, and those that somebody has sent and is about to claim. In memory: a row for each. */
export async function wantedBlobs(snapshot: Snapshot, table: SnapshotTable, now: Date): Promise<Wanted[]> {
  const needed = "exists (select 1 from blob_refs r where r.sha256 = b.sha256)";
  const columns = table.columns.map((name) => `b.${name}`).join(", ");
  const sql = `select b.sha256, b.size_bytes, case when ${needed} then 1 else 0 end, ${columns} from blobs b
where b.state = 'stored' and (${needed} or b.pinned_until >= ${now.getTime()})`;
  const wanted: Wanted[] = [];
  for await (const some of snapshot.select(sql)) {
    for (const [sha256, sizeBytes, isNeeded, ...row] of some)
      wanted.push({ sha256: String(sha256), sizeBytes: Number(sizeBytes), isNeeded: isNeeded === 1, row });
  }
  return wanted;
}

type Options = {
  readonly place: Place;
  readonly id: string;
  readonly blobs: BlobStore;
  readonly wanted: readonly Wanted[];
  /** Told how many have been looked at. */
  readonly onProgress: (done: number) => void;
};

/**
 * Those that the place does not have yet, each checked on the way, and a part that lists all. Throws `Damaged` for one that
 * is needed and is not there, or not what its name says. `kept` are those that are in the backup.
 */
export async function copyBlobs({ place, id, blobs, wanted, onProgress }: Options) {
  const present = new Set<string>();
  for await (const name of place.list(BLOBS)) present.add(name);
  const kept: Wanted[] = [];
  let copied = 0;
  for (const [index, blob] of wanted.entries()) {
    onProgress(index);
    const { sha256, isNeeded } = blob;
    if (!present.has(place.listedAs(blobName(sha256)))) {
      const isCopied = await copyBlob(place, blobs, sha256);
      if (!isCopied && isNeeded) throw new Damaged(`The blob ${sha256} is needed, and is not in the store.`);
      if (!isCopied) continue;
      copied += 1;
    }
    kept.push(blob);
  }
  const list = async function* () {
    for (const { sha256, sizeBytes } of kept) yield [sha256, sizeBytes];
  };
  const part = await writePart(place, id, BLOB_LIST, packed(list()));
  return { part, kept, copied, bytes: kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/** The part that names every blob of a backup, and how long it is. */
export const BLOB_LIST = "blobs.ndjson.gz";

async function copyBlob(place: Place, blobs: BlobStore, sha256: string): Promise<boolean> {
  const found = await blobs.open(sha256);
  if (found === undefined) return false;
  await place.write(blobName(sha256), checked(found.body, sha256, `The blob ${sha256}`));
  return true;
}

/** Passes a body on; throws `Damaged` before its end when it has another hash. */
export async function* checked(
  body: AsyncIterable<Uint8Array>,
  sha256: string,
  what: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of body) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest("hex") !== sha256) throw new Damaged(`${what} is damaged.`);
}
