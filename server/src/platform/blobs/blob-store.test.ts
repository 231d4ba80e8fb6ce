import { hash, randomBytes, randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scratchFolder } from "#testing/engines.ts";
import { startS3 } from "#testing/start-s3.ts";
import { BlobMismatch } from "./blob-mismatch.ts";
import type { BlobStore } from "./blob-store.ts";
import { BlobTooLarge } from "./blob-too-large.ts";
import { openDiskBlobs } from "./open-disk-blobs.ts";
import { openS3Blobs } from "./open-s3-blobs.ts";

const MAX = { maxBytes: 1 << 20 };
const shaOf = (content: Uint8Array) => hash("sha256", content);

async function* pieces(content: Uint8Array, size = 1000): AsyncIterable<Uint8Array> {
  for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size);
}

async function* failing(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
  throw new Error("The sender is gone.");
}

async function listed(blobs: BlobStore): Promise<string[]> {
  const all: string[] = [];
  for await (const { sha256 } of blobs.list()) all.push(sha256);
  return all.sort();
}

function conformsToTheContract(open: () => Promise<BlobStore>) {
  test("what was put is there, whole and in parts, under its hash", async () => {
    const blobs = await open();
    const content = randomBytes(70_001);
    const sha256 = shaOf(content);
    expect(await blobs.put(pieces(content), MAX)).toEqual({ sha256, sizeBytes: 70_001 });
    expect(await blobs.head(sha256)).toEqual({ sizeBytes: 70_001 });
    const opened = await blobs.open(sha256);
    expect(opened?.sizeBytes).toBe(70_001);
    expect(opened && (await buffer(opened.body)).equals(content)).toBe(true);
    for (const [start, end] of [
      [0, 9],
      [70_000, 70_000],
      [123, 65_999],
    ] as const) {
      const part = await blobs.open(sha256, { start, end });
      expect(part?.sizeBytes).toBe(70_001);
      expect(part && (await buffer(part.body)).equals(content.subarray(start, end + 1))).toBe(true);
    }
  });

  test("the same content twice is one blob, and nothing is a blob too", async () => {
    const blobs = await open();
    const content = randomBytes(10);
    await Promise.all([blobs.put(pieces(content), MAX), blobs.put(pieces(content), MAX)]);
    const empty = await blobs.put(pieces(Buffer.alloc(0)), MAX);
    expect(empty).toEqual({ sha256: shaOf(Buffer.alloc(0)), sizeBytes: 0 });
    expect(await listed(blobs)).toEqual([shaOf(content), empty.sha256].sort());
  });

  test("what is not as announced, too long or broken off is refused, and nothing of it is kept", async () => {
    const blobs = await open();
    const content = randomBytes(5000);
    const put = (expected: Partial<Parameters<BlobStore["put"]>[1]>) =>
      blobs.put(pieces(content), { ...MAX, ...expected });
    await expect(put({ sizeBytes: 4999 })).rejects.toThrow(BlobMismatch);
    await expect(put({ sizeBytes: 5001 })).rejects.toThrow(BlobMismatch);
    await expect(put({ sha256: shaOf(randomBytes(1)) })).rejects.toThrow(BlobMismatch);
    await expect(put({ maxBytes: 4999 })).rejects.toThrow(BlobTooLarge);
    await expect(blobs.put(failing(content), MAX)).rejects.toThrow("The sender is gone.");
    await expect(put({ beforeKeeping: () => Promise.reject(new Error("Not now.")) })).rejects.toThrow(
      "Not now.",
    );
    expect(await listed(blobs)).toEqual([]);
    expect(await put({ sizeBytes: 5000, maxBytes: 5000, sha256: shaOf(content) })).toBeTruthy();
  });
}

function isCareful(open: () => Promise<BlobStore>) {
  test("what is told before it is kept cannot be opened yet", async () => {
    const blobs = await open();
    const content = randomBytes(10);
    const seen: unknown[] = [];
    const beforeKeeping = async ({ sha256 }: { sha256: string }) => void seen.push(await blobs.head(sha256));
    await blobs.put(pieces(content), { ...MAX, beforeKeeping });
    expect(seen).toEqual([undefined]);
  });

  test("what is deleted is gone, and deleting it again is no mistake", async () => {
    const blobs = await open();
    const { sha256 } = await blobs.put(pieces(randomBytes(10)), MAX);
    await blobs.delete(sha256);
    await blobs.delete(sha256);
    expect([await blobs.head(sha256), await blobs.open(sha256), await listed(blobs)]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });

  test.each(["", "..", "../../etc/passwd", "A".repeat(64), `${"a".repeat(63)}/`, "a".repeat(65)])(
    "%j names no blob",
    async (name) => {
      const blobs = await open();
      const ask = async () => blobs.open(name);
      await expect(ask()).rejects.toThrow(TypeError);
    },
  );
}

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3[Symbol.asyncDispose]());

/** Each is alone under its prefix. */
const openS3 = async () => openS3Blobs({ ...s3.settings, prefix: `${randomUUID()}/` }, await scratchFolder());

const STORES: [name: string, open: () => Promise<BlobStore>][] = [
  ["disk", async () => openDiskBlobs(await scratchFolder())],
  ["S3", openS3],
];

describe.each(STORES)("%s", (_, open) => {
  conformsToTheContract(open);
  isCareful(open);
});

test("an S3 store gives and takes one blob under a signed URL for a while", async () => {
  const blobs = await openS3();
  const content = randomBytes(5000);
  const sha256 = shaOf(content);
  const { url, headers } = await blobs.presignPut({ sha256, sizeBytes: 5000 }, { seconds: 60 });
  // The server of the tests takes any signature, so what is signed is read off the URL.
  const signed = new URL(url).searchParams;
  expect(signed.get("X-Amz-Expires")).toBe("60");
  expect(signed.get("X-Amz-SignedHeaders")).toBe("content-length;host;x-amz-content-sha256");
  expect((await fetch(url, { method: "PUT", body: content, headers })).status).toBe(200);
  expect(await blobs.head(sha256)).toEqual({ sizeBytes: 5000 });
  const said = { seconds: 60, contentType: "text/plain", contentDisposition: 'attachment; filename="a.txt"' };
  const given = await fetch(await blobs.presignGet(sha256, said), { headers: { range: "bytes=10-19" } });
  expect([given.status, given.headers.get("content-type")]).toEqual([206, "text/plain"]);
  expect(given.headers.get("content-disposition")).toBe('attachment; filename="a.txt"');
  expect(Buffer.from(await given.arrayBuffer()).equals(content.subarray(10, 20))).toBe(true);
});
