import ipaddr from "ipaddr.js";
import { isAddressRange } from "#kernel/address-range.ts";

/** First and last address, in a form whose order is the order of addresses: IPv4 as numbers, IPv6 as hexadecimal text. */
export type AddressSpan = Span<number> | Span<string>;
type Span<Key> = readonly [first: Key, last: Key];

/** `192.0.2.0/24` and the like, or one address; `undefined` for anything else. */
export function parseSpan(text: string): AddressSpan | undefined {
  if (!isAddressRange(text)) return undefined;
  const [address = "", length] = text.split("/");
  const bytes = ipaddr.parse(address).toByteArray();
  const bits = Number(length ?? bytes.length * 8);
  const masks = bytes.map((_, index) => 0xff >> Math.min(8, Math.max(0, bits - index * 8)));
  const first = hexOf(bytes.map((byte, index) => byte & ~(masks[index] ?? 0) & 0xff));
  const last = hexOf(bytes.map((byte, index) => byte | (masks[index] ?? 0)));
  return bytes.length === 4 ? [Number.parseInt(first, 16), Number.parseInt(last, 16)] : [first, last];
}

/** Ranges of addresses of both families. However many there are, asking takes a few steps more than of one. */
export class AddressSet {
  readonly #numbers: readonly Span<number>[];
  readonly #texts: readonly Span<string>[];

  constructor(spans: readonly AddressSpan[]) {
    this.#numbers = merged(spans.filter((span): span is Span<number> => typeof span[0] === "number"));
    this.#texts = merged(spans.filter((span): span is Span<string> => typeof span[0] === "string"));
  }

  get size(): number {
    return this.#numbers.length + this.#texts.length;
  }

  /** Of an address that was already found to be one; false for a name. */
  has(address: string): boolean {
    const number = readIpv4(address);
    if (number >= 0) return covers(this.#numbers, number);
    if (!ipaddr.isValid(address)) return false;
    const bytes = ipaddr.process(address).toByteArray();
    return bytes.length === 4
      ? covers(this.#numbers, Number.parseInt(hexOf(bytes), 16))
      : covers(this.#texts, hexOf(bytes));
  }
}

const hexOf = (bytes: readonly number[]): string => Buffer.from(bytes).toString("hex");

/** Nearly every visitor's, digit by digit: a parser takes longer than the search. -1 for what is not written so. */
function readIpv4(text: string): number {
  let whole = 0;
  let part = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x2e) {
      whole = whole * 256 + part;
      part = 0;
      dots += 1;
    } else if (code >= 0x30 && code <= 0x39) part = part * 10 + code - 0x30;
    else return -1;
    if (part > 255) return -1;
  }
  return dots === 3 ? whole * 256 + part : -1;
}

/** By halves: the last span that does not begin after the key is the only one that can hold it. */
function covers<Key extends number | string>(spans: readonly Span<Key>[], key: Key): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const span = spans[middle];
    if (span !== undefined && span[0] <= key) low = middle + 1;
    else high = middle;
  }
  const span = spans[low - 1];
  return span !== undefined && key <= span[1];
}

/** In order, and none within another. */
function merged<Key extends number | string>(spans: readonly Span<Key>[]): readonly Span<Key>[] {
  const result: [Key, Key][] = [];
  for (const [first, last] of spans.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const before = result.at(-1);
    if (before === undefined || before[1] < first) result.push([first, last]);
    else if (before[1] < last) before[1] = last;
  }
  return result;
}
