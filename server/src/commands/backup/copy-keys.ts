import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ignoreAbsent } from "#platform/blobs/stage-body.ts";
import type { Env } from "#platform/config/env.ts";
import { secretPlaces } from "#platform/config/secrets.ts";
import type { Manifest, Part } from "./manifest.ts";
import { writePart } from "./part-codec.ts";
import type { Place } from "./place.ts";

/** The keys that lie in the data folder. Those that the environment gives are not copied: of them it is known later whether they are the same. */
export async function copyKeys(
  place: Place,
  id: string,
  { env, dataDir }: { readonly env: Env; readonly dataDir: string },
): Promise<{ readonly keys: Manifest["keys"]; readonly parts: readonly Part[] }> {
  const keys: Manifest["keys"] = {};
  const parts: Part[] = [];
  for (const { variable, fileName, given } of secretPlaces(env)) {
    const text = given ?? (await readFile(join(dataDir, "secrets", fileName), "utf8").catch(ignoreAbsent));
    if (text === undefined) continue; // A start makes it.
    keys[variable] = { isInBackup: given === undefined, fingerprint: fingerprintOf(text) };
    if (given === undefined)
      parts.push(await writePart(place, id, `secrets/${fileName}`, one(Buffer.from(text))));
  }
  return { keys, parts };
}

/** Tells two keys apart, and nothing of either: they are random and long. */
export const fingerprintOf = (key: string): string =>
  hash("sha256", `fingerprint of a key\n${key.trim()}`).slice(0, 16);

async function* one(bytes: Uint8Array) {
  yield bytes;
}
