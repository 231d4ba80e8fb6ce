import { createHmac, randomBytes, scryptSync } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { Misuse } from "#commands/misuse.ts";
import { BLOBS, KEY_NAME } from "./names.ts";
import { Damaged, type Place } from "./place.ts";
import { sealed, unsealed } from "./seal-stream.ts";

const COST = 2 ** 17;
const COST_MAX = 2 ** 20;

const KeyFile = z.strictObject({
  kdf: z.literal("scrypt"),
  cost: z.int().min(2).max(COST_MAX),
  salt: z.base64(),
  check: z.string(),
});

/** Whether what lies there is sealed. */
export async function isSealed(place: Place): Promise<boolean> {
  for await (const name of place.list(KEY_NAME)) if (name === KEY_NAME) return true;
  return false;
}

/**
 * The same place, with everything in it sealed under a passphrase; blobs have names from which nobody learns what they hold.
 * Throws `Misuse` for another passphrase than the one that the place was begun with.
 */
export async function sealedPlace(place: Place, passphrase: string): Promise<Place> {
  const master = await openKey(place, passphrase);
  const nameKey = hmac(master, "names");
  const inside = (name: string) =>
    name.startsWith(BLOBS) ? `${BLOBS}${hmac(nameKey, name).toString("hex").replace(/^../, "$&/")}` : name;
  return {
    name: place.name,
    listedAs: inside,
    write: (name, body) => place.write(inside(name), sealed(master, name, body)),
    read: async (name) => {
      const body = await place.read(inside(name));
      return body && unsealed(master, name, body);
    },
    list: place.list,
    removeListed: place.removeListed,
    removeDrafts: place.removeDrafts,
  };
}

async function openKey(place: Place, passphrase: string): Promise<Buffer> {
  const found = await place.read(KEY_NAME);
  if (found !== undefined) return knownKey(await buffer(found), passphrase);
  const salt = randomBytes(32);
  const master = derive(passphrase, salt, COST);
  const file = { kdf: "scrypt", cost: COST, salt: salt.toString("base64"), check: checkOf(master) };
  await place.write(KEY_NAME, one(Buffer.from(`${JSON.stringify(file)}\n`)));
  return master;
}

function knownKey(bytes: Buffer, passphrase: string): Buffer {
  let file: z.infer<typeof KeyFile>;
  try {
    file = KeyFile.parse(JSON.parse(bytes.toString()));
  } catch (cause) {
    throw new Damaged(`${KEY_NAME} is damaged.`, { cause });
  }
  const master = derive(passphrase, Buffer.from(file.salt, "base64"), file.cost);
  if (checkOf(master) === file.check) return master;
  throw new Misuse(`That is not the passphrase of these backups, or ${KEY_NAME} is damaged.`);
}

/** A tenth of a gigabyte and a third of a second for each guess. */
const derive = (passphrase: string, salt: Buffer, cost: number): Buffer =>
  scryptSync(passphrase, salt, 32, { N: cost, r: 8, p: 1, maxmem: 2 * 1024 ** 3 });

const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const checkOf = (master: Buffer): string => hmac(master, "check").toString("hex");

async function* one(bytes: Uint8Array) {
  yield bytes;
}
