import type { Readable } from "node:stream";
import { AppError } from "#kernel/errors.ts";
import type { ByteRange } from "#platform/blobs/blob-store.ts";
import { storeAway } from "#platform/blobs/store-away.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { noSuchFile, requireServed } from "./file.ts";
import { publicUrl, readSigned } from "./file-urls.ts";
import { isInline } from "./served-type.ts";
import { findAnyFile } from "./store.ts";

/** Bytes to be served, or where to ask for a new address when this one has lapsed. */
export type Download =
  | { readonly kind: "lapsed"; readonly location: string }
  | {
      readonly kind: "file";
      readonly fileId: string;
      readonly handleId: string;
      readonly fileName: string;
      readonly contentType: string;
      readonly isInline: boolean;
      /** Whether pages of other sites may show it. */
      readonly isPublic: boolean;
      readonly sizeBytes: number;
      readonly sha256: string;
      readonly open: (range?: ByteRange) => Promise<Readable>;
    };

/** Looks at the file as it is now, so that what was deleted or has expired is over for addresses given out before. */
export async function findDownload(deps: ControlDeps, token: string): Promise<Download> {
  const signed = readSigned(deps, "download", token);
  if (signed === undefined) throw noSuchFile();
  const { fileId } = signed;
  const now = deps.clock.now();
  const file = requireServed(await findAnyFile(deps.db.read, fileId), now);
  if (signed.until <= now.getTime()) return { kind: "lapsed", location: publicUrl(deps, fileId) };
  const { handleId, fileName, servedType, sizeBytes, sha256, accessMode } = file;
  if (servedType === null || sha256 === null) throw noSuchFile();
  return {
    ...{ kind: "file", fileId, handleId, fileName, sizeBytes, sha256 },
    contentType: servedType,
    isInline: isInline(servedType),
    isPublic: accessMode === "PUBLIC",
    open: async (range) => {
      const opened = await deps.blobs
        .open(sha256, range)
        .catch((cause: unknown) => Promise.reject(storeAway(cause)));
      if (opened !== undefined) return opened.body;
      deps.log.error({ fileId, sha256 }, "the bytes of a file are gone");
      throw new AppError("unavailable", "The bytes of this file cannot be read.", { retryAfterSeconds: 60 });
    },
  };
}
