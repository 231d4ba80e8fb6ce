import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/** Where in DNS the proof of a domain belongs. */
export const proofNameOf = (domain: string): string => `_switchyard-challenge.${domain}`;

/** 160 random bits, made anew whenever somebody adds a domain: a record that was left behind proves nothing. */
export const newProof = (): string => `switchyard-domain=${randomBytes(20).toString("hex")}`;

/** Whether one of these texts is the proof. How much of a wrong one was right cannot be measured. */
export function holdsProof(texts: readonly string[], proof: string): boolean {
  const wanted = digest(proof);
  return texts.reduce((isHeld, text) => timingSafeEqual(digest(text.trim()), wanted) || isHeld, false);
}

const digest = (text: string) => Buffer.from(hash("sha256", text, "hex"));
