import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { countStreamed } from "#platform/jobs/count-streamed.ts";
import { BlobMismatch } from "./blob-mismatch.ts";
import type { BlobContent, ExpectedBlob } from "./blob-store.ts";
import { BlobTooLarge } from "./blob-too-large.ts";

/** A file whose content is on disk, under a name that nobody looks for; disposing removes what is still there. */
export type Staged = AsyncDisposable & BlobContent & { readonly path: string };

/** Writes a body down as it comes, and checks it; what is wrong leaves nothing behind. Holds one piece of it in memory. */
export async function stageBody(
  folder: string,
  body: AsyncIterable<Uint8Array>,
  expected: ExpectedBlob,
): Promise<Staged> {
  const path = join(folder, randomUUID());
  const remove = () => unlink(path).catch(ignoreAbsent);
  const file = await open(path, "wx", 0o600);
  try {
    const blob = await writeAll(file, body, expected);
    await expected.beforeKeeping?.(blob);
    await file.sync();
    await file.close();
    return { ...blob, path, [Symbol.asyncDispose]: remove };
  } catch (cause) {
    await file.close().catch(() => {});
    await remove();
    throw cause;
  }
}

async function writeAll(
  file: FileHandle,
  body: AsyncIterable<Uint8Array>,
  { sha256: announced, sizeBytes: size, maxBytes }: ExpectedBlob,
): Promise<BlobContent> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const piece of body) {
    sizeBytes += piece.length;
    if (sizeBytes > maxBytes) throw new BlobTooLarge(maxBytes);
    if (size !== undefined && sizeBytes > size)
      throw new BlobMismatch(`More than the ${size} bytes announced.`);
    hash.update(piece);
    await file.writeFile(piece);
    countStreamed(piece.length);
  }
  const sha256 = hash.digest("hex");
  if (size !== undefined && sizeBytes !== size) {
    throw new BlobMismatch(`${sizeBytes} bytes arrived, and ${size} were announced.`);
  }
  if (announced !== undefined && sha256 !== announced) {
    throw new BlobMismatch("The content has another SHA-256 than was announced.");
  }
  return { sha256, sizeBytes };
}

/** For whoever removes what may be gone already. */
export function ignoreAbsent(cause: unknown): undefined {
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
  throw cause;
}
