import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";

/** Names of hosts that show one deployment for a while, to whoever knows them. */
export type PreviewLabels = {
  /** `ttt…mmm…` for `{label}--{handle}`: `previewKey`, then until when, then the proof that we said so. */
  readonly make: (handleId: string, previewKey: string, until: number) => string;
  /** Which deployment a label names; `null` for one that we did not make, or whose time is over. */
  readonly read: (handleId: string, label: string, now: number) => string | null;
};

const KEY_LENGTH = 16;
const TIME_LENGTH = 5;
const PROOF_LENGTH = 8;
const STEP_MS = 300_000;
const BASE32 = "0123456789abcdefghjkmnpqrstvwxyz";

/** A label has at most 63 characters, of which a handle may take 32 and the two hyphens two. */
const LABEL = /^[0-9a-z]{29}$/;

/**
 * The time and the proof are in the name of the host itself, so that a preview needs no cookie: whatever a page loads is
 * asked for under the same name. Of several keys the first signs, and all are believed.
 */
export function createPreviewLabels(masters: readonly [KeyObject, ...KeyObject[]]): PreviewLabels {
  const keys = masters.map((master) =>
    Buffer.from(hkdfSync("sha256", master.export(), "", "site previews", 32)),
  );
  const proofOf = (key: Buffer, text: string) =>
    base32(createHmac("sha256", key).update(text).digest(), PROOF_LENGTH);
  return {
    make: (handleId, previewKey, until) => {
      const named = previewKey + timeText(Math.floor(until / STEP_MS));
      return named + proofOf(keys[0] ?? Buffer.alloc(0), `${handleId}\n${named}`);
    },
    read: (handleId, label, now) => {
      if (!LABEL.test(label)) return null;
      const named = label.slice(0, KEY_LENGTH + TIME_LENGTH);
      const proof = Buffer.from(label.slice(named.length));
      const text = `${handleId}\n${named}`;
      if (!keys.some((key) => timingSafeEqual(Buffer.from(proofOf(key, text)), proof))) return null;
      return timeOf(named.slice(KEY_LENGTH)) * STEP_MS > now ? named.slice(0, KEY_LENGTH) : null;
    },
  };
}

/** The random part of a deployment's id, in an alphabet of a host's name: 80 bits. */
export const previewKeyOf = (deploymentId: string): string =>
  base32(Buffer.from(deploymentId.slice(-20), "hex"), KEY_LENGTH);

/** When a preview of `ttlMs` from now on ends: on one of the steps in which a label can say it. */
export const previewEnd = (now: number, ttlMs: number): number =>
  Math.ceil((now + ttlMs) / STEP_MS) * STEP_MS;

function base32(bytes: Uint8Array, length: number): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32.charAt((held >>> bits) & 31);
    }
    held &= 0xff;
    if (text.length >= length) break;
  }
  return text.slice(0, length);
}

function timeText(steps: number): string {
  let text = "";
  for (let rest = steps, place = 0; place < TIME_LENGTH; place++) {
    text = BASE32.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

const timeOf = (text: string): number =>
  [...text].reduce((time, digit) => time * 32 + Math.max(0, BASE32.indexOf(digit)), 0);
