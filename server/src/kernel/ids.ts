import { randomBytes } from "node:crypto";

const PREFIXES = ["hdl", "usr", "ses", "aud", "evt", "clk", "inv"] as const;
export type IdPrefix = (typeof PREFIXES)[number];

const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

/** `usr_…`: 48 bits of milliseconds and 80 random ones, so that ids sort by time and cannot be guessed. */
export function newId(prefix: IdPrefix, now: number): string {
  let time = "";
  for (let rest = now, place = 0; place < 10; place++) {
    time = CROCKFORD.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let noise = "";
  for (const byte of randomPool(16)) noise += CROCKFORD.charAt(byte & 31);
  return `${prefix}_${time}${noise}`;
}

/** One system call fills many ids: an event is made for every redirect. */
let pool = Buffer.alloc(0);
function randomPool(size: number): Buffer {
  if (pool.length < size) pool = randomBytes(4096);
  const taken = pool.subarray(0, size);
  pool = pool.subarray(size);
  return taken;
}
