import { createHmac, hash, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";

/** What is proven or drawn of visitors without anything being kept about them. */
export type VisitorSeal = {
  /**
   * 32 bits, the same for one address and browser in one handle. Computed for each visit and never stored: four thousand
   * million values and a secret key tell nobody an address.
   */
  readonly seed: (handleId: string, address: string, userAgent: string) => number;
  /** Proof that this program wrote `text`. */
  readonly sign: (text: string) => string;
  readonly isSigned: (text: string, proof: string) => boolean;
};

const MAC_BYTES = 16;
/** In base64url. */
const PROOF_LENGTH = 22;

/** Of several keys the first signs and draws, and all are believed. */
export function createVisitorSeal(masters: readonly [KeyObject, ...KeyObject[]]): VisitorSeal {
  const keys = masters.map((master) => derive(master, "visitor seal"));
  const signing = derive(masters[0], "visitor seal");
  const seedKey = derive(masters[0], "visitor seed").toString("base64url");
  const proofOf = (key: Buffer, text: string) =>
    createHmac("sha256", key).update(text).digest().subarray(0, MAC_BYTES).toString("base64url");
  return {
    // A hash over a key of fixed length serves as a MAC where nobody sees more than its first bits.
    seed: (handleId, address, userAgent) =>
      Number.parseInt(
        hash("sha256", `${seedKey}\n${handleId}\n${address}\n${userAgent}`, "hex").slice(0, 8),
        16,
      ),
    sign: (text) => proofOf(signing, text),
    isSigned: (text, proof) => {
      // As text: base64url has four bits to spare in the last letter, and a proof has one form.
      const given = Buffer.from(proof);
      return (
        given.length === PROOF_LENGTH &&
        keys.some((key) => timingSafeEqual(Buffer.from(proofOf(key, text)), given))
      );
    },
  };
}

const derive = (master: KeyObject, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", master.export(), "", purpose, 32));
