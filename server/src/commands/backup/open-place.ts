import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Given } from "#commands/command.ts";
import { Misuse } from "#commands/misuse.ts";
import type { Env } from "#platform/config/env.ts";
import { parseBackupStore } from "#platform/config/parse-backup-store.ts";
import { folderPlace } from "./folder-place.ts";
import { listBackups } from "./manifest.ts";
import type { Place } from "./place.ts";
import { isSealed, sealedPlace } from "./sealed-place.ts";

const PASSPHRASE_MIN = 12;

/**
 * Where backups are: a folder, or `s3://bucket/prefix`. Throws `Misuse` where a passphrase is needed and was not given, or was
 * given for backups that are not sealed.
 */
export async function openPlace(where: string, env: Env, given: Given["values"]): Promise<Place> {
  const place = /^s3:\/\//.test(where) ? await s3PlaceOf(where, env) : folderPlace(resolve(where));
  const file = given["passphrase-file"];
  const passphrase = typeof file === "string" ? await readPassphrase(file) : undefined;
  if (await isSealed(place)) {
    if (passphrase !== undefined) return sealedPlace(place, passphrase);
    throw new Misuse("These backups are sealed: name the file of their passphrase with --passphrase-file.");
  }
  if (passphrase === undefined) return place;
  if ((await listBackups(place)).length === 0) return sealedPlace(place, passphrase);
  throw new Misuse("The backups there are not sealed. For sealed ones choose another place.");
}

/** Loaded only where it is used, as the store of blobs is. */
async function s3PlaceOf(where: string, env: Env): Promise<Place> {
  const store = storeOf(where, env);
  const { s3Place } = await import("./s3-place.ts");
  return s3Place(store);
}

function storeOf(where: string, env: Env) {
  const [, bucket = "", path = ""] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/.exec(where) ?? [];
  if (bucket === "") throw new Misuse(`${where} is not s3://BUCKET or s3://BUCKET/PREFIX.`);
  const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
  return { ...parseBackupStore(env), bucket, prefix };
}

/** The first line. */
async function readPassphrase(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Misuse(`${file} cannot be read.`, { cause });
  });
  const [line = ""] = text.split(/\r?\n/);
  if (line.length >= PASSPHRASE_MIN) return line;
  throw new Misuse(`A passphrase has ${PASSPHRASE_MIN} characters or more, in the first line of its file.`);
}
