import { hash } from "node:crypto";

const LENGTH = 32;

/**
 * The same for one visitor of one handle on one day, and for nothing else. Without the salt, which is deleted, nobody can
 * compute it for a guessed address: there are few enough addresses to try them all against a hash without a key. Half of
 * SHA-256 over a key of fixed length serves as a MAC here; the parts hold no line break, so no two are written alike.
 */
export const hashVisitor = (salt: string, handleId: string, address: string, userAgent: string): string =>
  hash("sha256", `${salt}\n${handleId}\n${address}\n${userAgent}`, "hex").slice(0, LENGTH);
