import type { Reader, Tx } from "#platform/database/database.ts";
import { previewKeyOf } from "#platform/sites/preview-labels.ts";
import type { SiteManifest } from "#platform/sites/site-manifest.ts";

export async function saveManifest(
  tx: Tx,
  handleId: string,
  deploymentId: string,
  manifest: SiteManifest,
): Promise<void> {
  const text = JSON.stringify(manifest);
  await tx
    .insertInto("site_manifests")
    .values({
      handle_id: handleId,
      deployment_id: deploymentId,
      preview_key: previewKeyOf(deploymentId),
      manifest: text,
    })
    .onConflict((taken) => taken.columns(["handle_id", "deployment_id"]).doUpdateSet({ manifest: text }))
    .execute();
}

/** How large each of these blobs is. */
export async function listBlobSizes(
  read: Reader,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (let start = 0; start < hashes.length; start += HASHES_MAX) {
    const rows = await read
      .selectFrom("blobs")
      .select(["sha256", "size_bytes"])
      .where("sha256", "in", hashes.slice(start, start + HASHES_MAX))
      .execute();
    for (const { sha256, size_bytes } of rows) sizes.set(sha256, size_bytes);
  }
  return sizes;
}

/** As many as fit into one statement on every engine. */
const HASHES_MAX = 400;
