import { createReadStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import type { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { type BlobContent, type BlobStore, type ByteRange, isSha256 } from "./blob-store.ts";
import { presignerOf } from "./presign-s3.ts";
import { absentObject, s3Client } from "./s3-client.ts";
import type { S3Settings } from "./s3-settings.ts";
import { stageBody } from "./stage-body.ts";
import { sweepStaged } from "./sweep-staged.ts";

/**
 * Blobs as objects of any store that speaks S3, under `prefix`. What arrives is written to `staging` first, so that it has
 * a hash and a length before the store hears of it, and the store is told the hash to check.
 */
export async function openS3Blobs(settings: S3Settings, staging: string): Promise<Required<BlobStore>> {
  await mkdir(staging, { recursive: true, mode: 0o700 });
  await sweepStaged(staging);
  const { bucket: Bucket, prefix } = settings;
  const client = s3Client(settings);
  const at = (sha256: string) => ({ Bucket, Key: keyOf(prefix, sha256) });
  return {
    put: async (body, expected) => {
      await using staged = await stageBody(staging, body, expected);
      const { sha256, sizeBytes } = staged;
      const command = new PutObjectCommand({
        ...at(sha256),
        Body: createReadStream(staged.path),
        ContentLength: sizeBytes,
      });
      await client.send(namingContent(command, sha256));
      return { sha256, sizeBytes };
    },
    open: async (sha256, range) => {
      const asked = range && { Range: `bytes=${range.start}-${range.end}` };
      const found = await client.send(new GetObjectCommand({ ...at(sha256), ...asked })).catch(absentObject);
      return found && { sizeBytes: sizeOf(found, range), body: found.Body as Readable };
    },
    head: async (sha256) => {
      const found = await client.send(new HeadObjectCommand(at(sha256))).catch(absentObject);
      return found && { sizeBytes: found.ContentLength ?? 0 };
    },
    delete: async (sha256) => void (await client.send(new DeleteObjectCommand(at(sha256)))),
    list: () => listObjects(client, Bucket, prefix),
    ...presignerOf(client, at),
  };
}

function keyOf(prefix: string, sha256: string): string {
  if (!isSha256(sha256)) throw new TypeError("A blob is named by its SHA-256.");
  return `${prefix}${sha256}`;
}

/** Signs the request over the hash that its content must have: the store refuses any other. */
function namingContent(command: PutObjectCommand, sha256: string): PutObjectCommand {
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers["x-amz-content-sha256"] = sha256;
      return next(args);
    },
    { step: "build", name: "namingContent" },
  );
  return command;
}

type Found = { readonly ContentLength?: number | undefined; readonly ContentRange?: string | undefined };

function sizeOf({ ContentLength, ContentRange }: Found, range: ByteRange | undefined): number {
  if (range === undefined) return ContentLength ?? 0;
  return Number(/\/(\d+)$/.exec(ContentRange ?? "")?.[1] ?? 0);
}

async function* listObjects(
  client: S3Client,
  Bucket: string,
  Prefix: string,
): AsyncIterable<BlobContent & { storedAt: number }> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    for (const { Key = "", Size = 0, LastModified } of Contents) {
      const sha256 = Key.slice(Prefix.length);
      if (isSha256(sha256)) yield { sha256, sizeBytes: Size, storedAt: LastModified?.getTime() ?? 0 };
    }
  }
}
