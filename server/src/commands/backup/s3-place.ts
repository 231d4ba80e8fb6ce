import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { absentObject, s3Client } from "#platform/blobs/s3-client.ts";
import type { S3Settings } from "#platform/blobs/s3-settings.ts";
import { stageBody } from "#platform/blobs/stage-body.ts";
import type { Place } from "./place.ts";

/** As much as such a store takes at once. */
const OBJECT_BYTES_MAX = 5 * 1024 ** 3;

/**
 * A prefix in a bucket of any store that speaks S3. An object is written to this machine's temporary folder first, since the
 * store wants to know how long it is; none may have more than 5 GiB.
 */
export function s3Place(settings: S3Settings): Place {
  const { bucket: Bucket, prefix } = settings;
  const client = s3Client(settings);
  const at = (name: string) => ({ Bucket, Key: `${prefix}${name}` });
  return {
    name: `s3://${Bucket}/${prefix}`,
    listedAs: (name) => name,
    write: async (name, body) => {
      const folder = await mkdtemp(join(tmpdir(), "switchyard-backup-"));
      try {
        await using staged = await stageBody(folder, body, { maxBytes: OBJECT_BYTES_MAX });
        await client.send(
          new PutObjectCommand({
            ...at(name),
            Body: createReadStream(staged.path),
            ContentLength: staged.sizeBytes,
          }),
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    read: async (name) => {
      const found = await client.send(new GetObjectCommand(at(name))).catch(absentObject);
      return found?.Body as Readable | undefined;
    },
    list: async function* (start) {
      const Prefix = `${prefix}${start}`;
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
        for (const { Key = "" } of Contents) yield Key.slice(prefix.length);
      }
    },
    removeDrafts: async () => {}, // An object comes into being as a whole.
    removeListed: async (name) => void (await client.send(new DeleteObjectCommand(at(name)))),
  };
}
