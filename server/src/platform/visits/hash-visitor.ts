import { hash } from "node:crypto";

/** In hex, 64 bits: of a billion visitors of one handle and day two are taken for one with a chance of 3 %. */
const LENGTH = 16;

/**
 * The same for one visitor of one handle on one day, and for nothing else. Without the salt, which is deleted, nobody can
 * compute it for a guessed address: there are few enough addresses to try them all against a hash without a key. The
 * beginning of SHA-256 over a key of fixed length serves as a MAC here; the parts hold no line break, so no two are written alike.
 */
export const hashVisitor = (salt: string, handleId: string, address: string, userAgent: string): string =>
  hash("sha256", `${salt}\n${handleId}\n${address}\n${userAgent}`, "hex").slice(0, LENGTH);
