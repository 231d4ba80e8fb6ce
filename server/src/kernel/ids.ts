import { randomBytes } from "node:crypto";

const PREFIXES = [
  "hdl",
  "usr",
  "ses",
  "aud",
  "evt",
  "clk",
  "inv",
  "cnv",
  "sig",
  "imp",
  "ers",
  "whk",
  "dlv",
  "rpl",
  "fni",
  "nsb",
  "nml",
  "fil",
  "dep",
  "led",
  "vst",
  "vss",
  "pay",
] as const;
export type IdPrefix = (typeof PREFIXES)[number];

const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
const NOISE_LENGTH = 20;

/** `usr_…`: 48 bits of milliseconds and 80 random ones, so that ids sort by time and cannot be guessed. */
export const newId = (prefix: IdPrefix, now: number): string => `${prefix}_${timeText(now)}${noise()}`;

/** The epoch milliseconds that an id was made with. */
export function timeOfId(id: string): number {
  const digits = id.slice(id.indexOf("_") + 1).slice(0, 10);
  return [...digits].reduce((time, digit) => time * 32 + CROCKFORD.indexOf(digit), 0);
}

/** Ten digits in base 32. Many events happen in one millisecond. */
let last = { now: -1, text: "" };
function timeText(now: number): string {
  if (last.now === now) return last.text;
  let text = "";
  for (let rest = now, place = 0; place < 10; place++) {
    text = CROCKFORD.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  last = { now, text };
  return text;
}

/** One system call fills many ids: an event is made for every redirect. */
let pool = "";
let taken = 0;
function noise(): string {
  if (taken + NOISE_LENGTH > pool.length) {
    pool = randomBytes(4096).toString("hex");
    taken = 0;
  }
  taken += NOISE_LENGTH;
  return pool.slice(taken - NOISE_LENGTH, taken);
}
