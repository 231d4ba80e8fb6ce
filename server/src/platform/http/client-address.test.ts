import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressKey, addressList, clientAddress, isListed } from "./client-address.ts";

const trusted = addressList(["10.0.0.0/8", "127.0.0.1", "::1"]);

describe("the client's address", () => {
  test.each([
    ["nobody in between", "203.0.113.9", undefined, "203.0.113.9"],
    ["a header from someone not trusted", "203.0.113.9", "198.51.100.1", "203.0.113.9"],
    ["one trusted proxy", "10.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["two trusted proxies", "10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"],
    ["a client that wrote its own header", "10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"],
    ["noise where an address should be", "10.0.0.1", "noise, 198.51.100.1", "198.51.100.1"],
    ["noise alone", "10.0.0.1", "noise", "10.0.0.1"],
    ["IPv4 mapped into IPv6", "::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"],
    ["IPv6", "::1", "2001:db8::1", "2001:db8::1"],
  ])("with %s", (_, socket, header, expected) => {
    expect(clientAddress(socket, header, trusted)).toBe(expected);
  });

  test("is never what a client wrote left of what a trusted proxy saw", () => {
    fc.assert(
      fc.property(fc.array(fc.ipV4()), (forged) => {
        const header = [...forged, "198.51.100.1"].join(", ");
        expect(clientAddress("10.0.0.1", header, trusted)).toBe("198.51.100.1");
      }),
    );
  });
});

test("limits count a whole IPv6 subscriber as one, and every IPv4 address by itself", () => {
  expect(addressKey("2001:db8:1:2:3:4:5:6")).toBe(addressKey("2001:db8:1:2::9"));
  expect(addressKey("2001:db8:1:2::9")).not.toBe(addressKey("2001:db8:1:3::9"));
  expect(addressKey("203.0.113.9")).not.toBe(addressKey("203.0.113.8"));
});

test("an address is in a list however it is written, and noise is in none", () => {
  expect(isListed(trusted, "10.255.255.255")).toBe(true);
  expect(isListed(trusted, "11.0.0.0")).toBe(false);
  expect(isListed(trusted, "noise")).toBe(false);
});
