import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalHost, coversHost, hostAndAbove, isAddress, parseHost } from "./canonical-host.ts";

const labels = fc.array(fc.stringMatching(/^[a-z0-9_][a-z0-9_-]{0,8}$/), { minLength: 1, maxLength: 6 });
const hostText = fc.oneof(
  labels.map((parts) => parts.join(".")),
  fc.domain(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.webAuthority({ withPort: true, withUserInfo: true, withIPv4: true, withIPv6: true }),
  fc.string({ unit: "binary", maxLength: 40 }),
);

test("a parsed host is parsed to itself, and is what the URL parser makes of it", () => {
  fc.assert(
    fc.property(hostText, (text) => {
      const host = parseHost(text);
      if (host === undefined) return;
      expect(parseHost(host)).toBe(host);
      expect(canonicalHost(new URL(`https://${host}/`).hostname)).toBe(host);
      expect(host).toMatch(/^(?:\[[0-9a-f:]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)$/);
    }),
    { numRuns: 2_000 },
  );
});

test("a host is covered by itself and by what is above it, and by nothing else", () => {
  fc.assert(
    fc.property(labels, labels, (parts, others) => {
      const [host, other] = [parts.join("."), others.join(".")];
      if (isAddress(host)) return;
      const isAbove = host === other || host.endsWith(`.${other}`);
      expect(coversHost(new Set([other]), host)).toBe(isAbove);
      expect(hostAndAbove(host).includes(other)).toBe(isAbove);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["EXAMPLE.com.", "example.com"],
  ["münchen.example", "xn--mnchen-3ya.example"],
  ["0x7f.1", "127.0.0.1"],
  ["::FFFF:192.0.2.1", "192.0.2.1"],
  ["[::ffff:c000:201]", "192.0.2.1"],
  ["2001:DB8::0:1", "[2001:db8::1]"],
  ["zip", "zip"],
  ["example.com:80", undefined],
  ["a@example.com", undefined],
  ["example.com/", undefined],
  ["exa%6dple.com", undefined],
  ["exa\tmple.com", undefined],
  ["*.example.com", undefined],
  ["fe80::1%eth0", undefined],
  ["example.1", undefined],
  ["", undefined],
])("%j is the host %j", (text, host) => {
  expect(parseHost(text)).toBe(host);
});
