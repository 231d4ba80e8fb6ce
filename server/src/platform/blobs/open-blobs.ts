import { join } from "node:path";
import type { BlobStore } from "./blob-store.ts";
import { openDiskBlobs } from "./open-disk-blobs.ts";
import type { S3Settings } from "./s3-settings.ts";

export type BlobSettings = { readonly kind: "disk" } | ({ readonly kind: "s3" } & S3Settings);

/** The store that the operator has chosen. `dataDir` holds the blobs, or what is on its way to where they are. */
export async function openBlobs(settings: BlobSettings, dataDir: string): Promise<BlobStore> {
  if (settings.kind === "disk") return openDiskBlobs(join(dataDir, "blobs"));
  // Loaded only where it is used: it is larger than everything else that starts.
  const { openS3Blobs } = await import("./open-s3-blobs.ts");
  return openS3Blobs(settings, join(dataDir, "blobs", "staging"));
}
