import { hash } from "node:crypto";
import { Readable } from "node:stream";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { Archive, ArchiveSource } from "#platform/archives/archive.ts";
import { ArchiveRefused } from "#platform/archives/archive-refused.ts";
import { openTar } from "#platform/archives/open-tar.ts";
import { openZip } from "#platform/archives/open-zip.ts";
import type { BlobContent, BlobStore } from "#platform/blobs/blob-store.ts";
import { BlobTooLarge } from "#platform/blobs/blob-too-large.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Upload } from "#platform/http/bind.ts";
import { chooseFiles } from "./choose-files.ts";
import { createComplete } from "./create-complete.ts";
import { DEPLOYMENT_LIMITS, type Deployment } from "./deployment.ts";
import type { DeploymentOptions } from "./new-deployment.ts";
import { storeFiles } from "./store-files.ts";

/**
 * A site that comes as a zip or a tar.gz. The archive is put aside as it comes, looked through as a whole, and only then
 * unpacked, a file at a time: what is wrong with it is refused before anything of it is stored.
 */
export async function createFromArchive(
  deps: ControlDeps,
  actor: HandleActor,
  { type, bytes }: Upload,
  options: DeploymentOptions,
): Promise<Deployment> {
  const packed = await putAside(deps.blobs, bytes);
  const source = sourceOf(deps.blobs, packed);
  try {
    const archive = await (type.includes("zip") && !type.includes("gzip") ? openZip : openTar)(
      source,
      DEPLOYMENT_LIMITS,
    );
    const { chosen, warnings } = chooseFiles(archive.files);
    const files = await storeFiles(deps, reading(archive, actor), chosen);
    return await createComplete(deps, withContent(actor, packed), {
      source: "ARCHIVE",
      files,
      warnings,
      options,
    });
  } catch (cause) {
    throw cause instanceof ArchiveRefused
      ? new AppError(cause.isTooLarge ? "payload_too_large" : "invalid_payload", cause.message, { cause })
      : cause;
  }
}

/** Nobody claims it, so the collector takes it away. */
async function putAside(blobs: BlobStore, bytes: ReadableStream<Uint8Array>): Promise<BlobContent> {
  const { archiveBytesMax: maxBytes } = DEPLOYMENT_LIMITS;
  let hasBrokenOff = false;
  const incoming = Readable.fromWeb(bytes as never).on("error", () => {
    hasBrokenOff = true;
  });
  try {
    return await blobs.put(incoming, { maxBytes });
  } catch (cause) {
    if (cause instanceof BlobTooLarge) {
      throw new AppError("payload_too_large", `An archive has at most ${maxBytes} bytes.`, { cause });
    }
    if (hasBrokenOff)
      throw new AppError("invalid_payload", "The upload broke off before its end.", { cause });
    throw cause;
  }
}

const sourceOf = (blobs: BlobStore, { sha256, sizeBytes }: BlobContent): ArchiveSource => ({
  sizeBytes,
  async *open(start, end) {
    const opened = await blobs.open(sha256, { start, end });
    if (opened === undefined) throw new AppError("unavailable", "The archive is gone. Send it again.");
    yield* opened.body;
  },
});

/** Ends between two files once the credential has ended. */
const reading = (archive: Archive, { signal }: HandleActor): Archive => ({
  ...archive,
  async *read(isWanted) {
    for await (const file of archive.read(isWanted)) {
      signal.throwIfAborted();
      yield file;
    }
  },
});

/** Under one Idempotency-Key another archive is another request. */
function withContent(actor: HandleActor, { sha256 }: BlobContent): HandleActor {
  const { idempotency } = actor;
  if (idempotency === undefined) return actor;
  return {
    ...actor,
    idempotency: { ...idempotency, bodyHash: hash("sha256", idempotency.bodyHash + sha256) },
  };
}
