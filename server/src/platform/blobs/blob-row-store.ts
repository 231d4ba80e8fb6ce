import type { Reader, Tx } from "#platform/database/database.ts";
import type { BlobContent } from "./blob-store.ts";

/** What needs a blob: `{ ownerKind: "file", ownerId: "fil_…" }`. */
export type BlobOwner = { readonly handleId: string; readonly ownerKind: string; readonly ownerId: string };

export async function findBlobRow(tx: Tx, sha256: string) {
  return tx.selectFrom("blobs").selectAll().where("sha256", "=", sha256).executeTakeFirst();
}

/** Makes the row if there is none. One that is stored stays so, and is kept at least as long as it was to be. */
export async function savePinned(
  tx: Tx,
  { sha256, sizeBytes }: BlobContent,
  state: "arriving" | "stored",
  until: number,
) {
  await tx
    .insertInto("blobs")
    .values({ sha256, size_bytes: sizeBytes, state, pinned_until: until, leased_until: null })
    .onConflict((taken) =>
      taken
        .column("sha256")
        .doUpdateSet({ state, pinned_until: until, leased_until: null, size_bytes: sizeBytes }),
    )
    .execute();
}

/** Those of `hashes` that are stored. */
export async function listStored(tx: Tx, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("blobs")
    .select("sha256")
    .where("sha256", "in", [...hashes])
    .where("state", "=", "stored")
    .execute();
  return new Set(rows.map(({ sha256 }) => sha256));
}

export async function insertRefs(tx: Tx, owner: BlobOwner, hashes: readonly string[]): Promise<void> {
  const { handleId: handle_id, ownerKind: owner_kind, ownerId: owner_id } = owner;
  await tx
    .insertInto("blob_refs")
    .values(hashes.map((sha256) => ({ owner_kind, owner_id, sha256, handle_id })))
    .onConflict((taken) => taken.columns(["owner_kind", "owner_id", "sha256"]).doNothing())
    .execute();
}

/** Writes the rows of the blobs themselves, so that a collection of any of them conflicts on every engine. */
export async function touchBlobs(tx: Tx, hashes: readonly string[], until: number): Promise<void> {
  await tx
    .updateTable("blobs")
    .set({ pinned_until: until })
    .where("sha256", "in", [...hashes])
    .where("pinned_until", "<", until)
    .execute();
}

export async function deleteRefs(
  tx: Tx,
  { ownerKind, ownerId }: Pick<BlobOwner, "ownerKind" | "ownerId">,
): Promise<string[]> {
  const rows = await tx
    .deleteFrom("blob_refs")
    .where("owner_kind", "=", ownerKind)
    .where("owner_id", "=", ownerId)
    .returning("sha256")
    .execute();
  return rows.map(({ sha256 }) => sha256);
}

export async function deleteHandleRefs(tx: Tx, handleId: string): Promise<string[]> {
  const rows = await tx
    .deleteFrom("blob_refs")
    .where("handle_id", "=", handleId)
    .returning("sha256")
    .execute();
  return rows.map(({ sha256 }) => sha256);
}

/** Those of `hashes` that something of this handle needs already. */
export async function listHeld(
  read: Reader,
  handleId: string,
  hashes: readonly string[],
): Promise<Set<string>> {
  const rows = await read
    .selectFrom("blob_refs")
    .innerJoin("blobs", "blobs.sha256", "blob_refs.sha256")
    .select("blob_refs.sha256")
    .distinct()
    .where("blob_refs.handle_id", "=", handleId)
    .where("blob_refs.sha256", "in", [...hashes])
    .where("blobs.state", "=", "stored")
    .execute();
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Of `hashes`, those that no row knows. */
export async function listUnknown(read: Reader, hashes: readonly string[]): Promise<string[]> {
  const rows = await read
    .selectFrom("blobs")
    .select("sha256")
    .where("sha256", "in", [...hashes])
    .execute();
  const known = new Set(rows.map(({ sha256 }) => sha256));
  return hashes.filter((sha256) => !known.has(sha256));
}

/** The oldest that nobody needs, and those that a collector has left behind. They are the caller's until `leasedUntil`. */
export async function takeCollectable(
  tx: Tx,
  now: number,
  leasedUntil: number,
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom("blobs")
    .select("sha256")
    .where("pinned_until", "<", now)
    .where((is) => is.or([is("leased_until", "is", null), is("leased_until", "<", now)]))
    .where((is) =>
      is.not(
        is.exists(
          is.selectFrom("blob_refs").select("owner_id").whereRef("blob_refs.sha256", "=", "blobs.sha256"),
        ),
      ),
    )
    .orderBy("pinned_until")
    .limit(limit)
    .execute();
  const hashes = rows.map(({ sha256 }) => sha256);
  if (hashes.length === 0) return [];
  await tx
    .updateTable("blobs")
    .set({ state: "collecting", leased_until: leasedUntil })
    .where("sha256", "in", hashes)
    .execute();
  return hashes;
}

export async function deleteCollected(tx: Tx, hashes: readonly string[], leasedUntil: number): Promise<void> {
  await tx
    .deleteFrom("blobs")
    .where("sha256", "in", [...hashes])
    .where("state", "=", "collecting")
    .where("leased_until", "=", leasedUntil)
    .execute();
}
