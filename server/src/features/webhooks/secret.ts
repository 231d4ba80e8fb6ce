import { randomBytes } from "node:crypto";
import type { Seal } from "#platform/seal/create-seal.ts";

/** `whsec_` and 32 random bytes in base64, as Standard Webhooks writes them. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

const contextOf = (subscriptionId: string) => `webhook ${subscriptionId}`;

export const sealSecret = (seal: Seal, subscriptionId: string, secret: string): string =>
  seal.seal(secret, contextOf(subscriptionId));

/** Opened ones, by the key that they were opened with: what is sealed never changes. */
const opened = new WeakMap<Seal, Map<string, string>>();
const OPENED_MAX = 1_000;

/** Remembers those that were asked for lately: every attempt asks. */
export function openSecret(seal: Seal, subscriptionId: string, sealed: string): string {
  const known = opened.get(seal) ?? new Map<string, string>();
  opened.set(seal, known);
  const name = `${subscriptionId} ${sealed}`;
  let secret = known.get(name);
  if (secret === undefined) {
    secret = seal.open(sealed, contextOf(subscriptionId));
    if (known.size >= OPENED_MAX) known.clear();
    known.set(name, secret);
  }
  return secret;
}
