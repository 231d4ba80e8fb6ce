import { buffer } from "node:stream/consumers";
import type { PageDocument } from "#kernel/page-document.ts";
import type { BlobStore } from "#platform/blobs/blob-store.ts";

/** A page that nobody has saved; `null` once it is gone. Its address was signed, so what is there was checked before. */
export async function readDraft(
  blobs: Pick<BlobStore, "open">,
  sha256: string,
): Promise<PageDocument | null> {
  const opened = await blobs.open(sha256);
  return opened === undefined ? null : JSON.parse((await buffer(opened.body)).toString());
}
