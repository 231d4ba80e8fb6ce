import { BlockList, isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AddressSet, parseSpan } from "./address-set.ts";

const spansOf = (texts: readonly string[]) => texts.flatMap((text) => [parseSpan(text) ?? []]) as never;

/** Few different addresses, so that they meet their ranges. */
const v4 = fc
  .tuple(fc.constantFrom(10, 192), fc.nat(3), fc.nat(255), fc.nat(255))
  .map((parts) => parts.join("."));
const v6 = fc
  .tuple(fc.constantFrom("2001:db8", "fd00:0"), fc.nat(3), fc.nat(0xffff))
  .map(([head, middle, tail]) => `${head}:${middle.toString(16)}::${tail.toString(16)}`);
const range = fc.oneof(
  fc.tuple(v4, fc.integer({ min: 0, max: 32 })),
  fc.tuple(v6, fc.integer({ min: 8, max: 128 })),
);

test("an address is in a set exactly where Node's own list has it in one of the ranges", () => {
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 12 }),
      fc.array(fc.oneof(v4, v6), { minLength: 1 }),
      (ranges, asked) => {
        const expected = new BlockList();
        for (const [address, bits] of ranges)
          expected.addSubnet(address, bits, isIPv6(address) ? "ipv6" : "ipv4");
        const set = new AddressSet(spansOf(ranges.map(([address, bits]) => `${address}/${bits}`)));
        for (const address of [...asked, ...ranges.map(([one]) => one)]) {
          const family = isIPv6(address) ? "ipv6" : "ipv4";
          expect(set.has(address), address).toBe(expected.check(address, family));
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test("one address is a range of one, and an IPv4 address is found where IPv6 is wrapped around it", () => {
  const set = new AddressSet(spansOf(["192.0.2.7", "2001:db8::1"]));
  expect(["192.0.2.7", "::ffff:192.0.2.7", "2001:db8:0:0::1"].every((one) => set.has(one))).toBe(true);
  expect(["192.0.2.6", "192.0.2.8", "2001:db8::2", "", "localhost"].some((one) => set.has(one))).toBe(false);
});

test.each(["", "10.0.0.0/33", "10.0.0/8", "::1/129", "example.com", "10.0.0.0/8/8", "fe80::1%eth0", "1"])(
  "%j is no range",
  (text) => expect(parseSpan(text)).toBeUndefined(),
);
