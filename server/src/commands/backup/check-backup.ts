import type { Surroundings } from "#commands/command.ts";
import { BLOB_LIST, checked } from "./copy-blobs.ts";
import type { Manifest } from "./manifest.ts";
import { blobName } from "./names.ts";
import { readPart, unpacked } from "./part-codec.ts";
import { Damaged, type Place } from "./place.ts";

type ListedBlob = readonly [sha256: string, sizeBytes: number];

/** The blobs of a backup, as it lists them. */
export async function* listBlobs(place: Place, manifest: Manifest): AsyncGenerator<ListedBlob> {
  const part = manifest.parts.find(({ name }) => name === BLOB_LIST);
  if (part === undefined) throw new Damaged(`${BLOB_LIST} is missing.`);
  yield* unpacked<ListedBlob>(readPart(place, manifest.id, part));
}

/** What a blob holds; throws `Damaged`, at its end at the latest, when that is not what its name says. */
export async function* readBlob(place: Place, sha256: string): AsyncGenerator<Uint8Array> {
  const name = blobName(sha256);
  const body = await place.read(name);
  if (body === undefined) throw new Damaged(`${place.listedAs(name)} is missing.`);
  yield* checked(body, sha256, place.listedAs(name));
}

/** Reads every byte of a backup. Names all that is damaged or missing; nothing when all is as it was written. */
export async function checkBackup(
  place: Place,
  manifest: Manifest,
  progress: Surroundings["progress"],
): Promise<readonly string[]> {
  const damage: string[] = [];
  const read = async (body: AsyncIterable<Uint8Array>) => {
    try {
      for await (const _ of body);
      return true;
    } catch (cause) {
      damage.push(sentenceOf(cause));
      return false;
    }
  };
  let isListWhole = true;
  for (const part of manifest.parts) {
    const isWhole = await read(readPart(place, manifest.id, part));
    if (part.name === BLOB_LIST) isListWhole = isWhole;
  }
  progress(`parts: ${manifest.parts.length} read`);
  if (!isListWhole) return damage;
  let blobs = 0;
  for await (const [sha256] of listBlobs(place, manifest)) {
    await read(readBlob(place, sha256));
    if (++blobs % 1_000 === 0) progress(`blobs: ${blobs} of ${manifest.blobs.count} read`);
  }
  if (blobs !== manifest.blobs.count)
    damage.push(`${BLOB_LIST} has ${blobs} blobs, and ${manifest.blobs.count} were counted.`);
  return damage;
}

/** What is damaged says so itself. Anything else is not the archive's fault. */
function sentenceOf(cause: unknown): string {
  if (cause instanceof Damaged) return cause.message;
  throw cause;
}
