import { createCipheriv, createDecipheriv, hash, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

/** Keeps secrets that must be read again, unlike hashes. What is sealed is worth nothing without the master key. */
export type Seal = {
  /** `context` names what the text belongs to: sealed for one thing, it cannot be opened for another. */
  readonly seal: (text: string, context: string) => string;
  /** Throws for what was not sealed here, was changed, or is of another context. */
  readonly open: (sealed: string, context: string) => string;
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^s1\.([0-9a-f]{8})\.([\w-]+)$/;

type Key = { readonly id: string; readonly bytes: Buffer };

/** AES-256-GCM under a key derived from the master (HKDF, RFC 5869). Of several masters the first seals, all open. */
export function createSeal(masters: readonly [KeyObject, ...KeyObject[]]): Seal {
  const [first, ...others] = masters;
  const sealing = keyOf(first);
  const keys = new Map([sealing, ...others.map(keyOf)].map((key) => [key.id, key]));
  return {
    seal: (text, context) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealing.bytes, nonce);
      cipher.setAAD(Buffer.from(context));
      const bytes = [nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()];
      return `s1.${sealing.id}.${Buffer.concat(bytes).toString("base64url")}`;
    },
    open: (sealed, context) => {
      const [, id = "", packed = ""] = FORM.exec(sealed) ?? [];
      const key = keys.get(id);
      if (key === undefined) throw new Error("A secret was sealed with a key that SEAL_KEY does not name.");
      const bytes = Buffer.from(packed, "base64url");
      // The last letter has bits that no byte needs: with others of them the same secret would have several spellings.
      if (bytes.toString("base64url") !== packed) throw new Error("A sealed text is not spelled as it was.");
      const decipher = createDecipheriv("aes-256-gcm", key.bytes, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    },
  };
}

function keyOf(master: KeyObject): Key {
  const bytes = Buffer.from(hkdfSync("sha256", master.export(), "", "seal", 32));
  return { id: hash("sha256", Buffer.concat([Buffer.from("seal id"), bytes]), "hex").slice(0, 8), bytes };
}
