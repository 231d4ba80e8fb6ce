import { AppError } from "#kernel/errors.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { FormFile } from "#platform/http/form-rules.ts";
import { FILE_BYTES_MAX } from "./contract.ts";
import type { Attachment } from "./lead.ts";
import { sniffImage } from "./sniff-image.ts";

const NAME_CHARS_MAX = 100;

/** Stores images so that a lead can claim them; 400 for whatever is none by its bytes, before any is stored. */
export async function keepAttachments(
  deps: ControlDeps,
  files: readonly FormFile[],
): Promise<readonly Attachment[]> {
  const images = files.map(({ name, bytes }) => ({ name, bytes, image: sniffImage(bytes) ?? refuse(name) }));
  const attachments: Attachment[] = [];
  for (const [index, { name, bytes, image }] of images.entries()) {
    const { sha256, sizeBytes } = await keepBlob(deps, once(bytes), { maxBytes: FILE_BYTES_MAX });
    const fileName = `${baseOf(name)}.${image.extension}`;
    attachments.push({ attachment: index + 1, sha256, sizeBytes, fileName, contentType: image.type });
  }
  return attachments;
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** What a person can read of the name; what follows its last dot is what the bytes say. */
function baseOf(name: string): string {
  const base = name
    .toWellFormed()
    .replace(/^.*[/\\]/, "")
    .replace(/\.[^.]*$/, "")
    .replaceAll(/[^\p{L}\p{N} _.-]+/gu, "_")
    .slice(0, NAME_CHARS_MAX);
  return /^[ ._]*$/.test(base) ? "image" : base;
}

function refuse(name: string): never {
  const message = "Only images can be sent: PNG, JPEG, GIF, WebP and AVIF.";
  throw new AppError("invalid_payload", message, {
    details: {
      details: [{ path: "attachments", message: `${name.toWellFormed().slice(0, 100)}: ${message}` }],
    },
  });
}
