import { hash, randomBytes } from "node:crypto";

/** What a secret is for stands in front of it, so that people, logs and scanners know one when they see it. */
const PREFIX = { refresh: "refv1_", reset: "rstv1_", invitation: "invv1_", visitor: "visv1_" } as const;
export type SecretKind = keyof typeof PREFIX;

export type Secret = { readonly text: string; readonly hash: string };

/** 256 random bits. The text goes to one person, the hash is all that is kept. */
export function mintSecret(kind: SecretKind): Secret {
  const text = PREFIX[kind] + randomBytes(32).toString("base64url");
  return { text, hash: hashSecret(text) };
}

/** So much randomness needs no slow hash: there is nothing to guess. */
export const hashSecret = (text: string): string => hash("sha256", text, "hex");
