import { expect, test } from "vitest";
import { requireHostName } from "./require-host-name.ts";

const addresses = { scheme: "https", publicDomain: "switchyard.test", sitesDomain: "sites.test:8443" };

test.each([
  ...["*.example.com", "192.0.2.1", "[::1]", "com", "co.uk", "github.io", "localhost", "nas.local", "0x7f.1"],
  ...[
    "_dmarc.example.com",
    "example.com/path",
    "example.com:80",
    "user@example.com",
    "a b.example",
    "-a.example",
  ],
  ...["sites.test", "acme.sites.test", "API.switchyard.test", `${"a".repeat(60)}.`.repeat(4), "xn--", ".."],
  ...["exa\u0000mple.com", "example..com", "", "1.0.0.127.in-addr.arpa", "abc.onion", "\uff33ites.test"],
])("%s can be no account's", (text) => {
  expect(() => requireHostName(text, addresses)).toThrow(
    expect.objectContaining({ code: "invalid_payload" }),
  );
});

test.each([
  ["GO.Example.com.", "go.example.com"],
  ["example.co.uk", "example.co.uk"],
  ["someone.github.io", "someone.github.io"],
  ["b\u00fccher.example", "xn--bcher-kva.example"],
  ["notsites.test", "notsites.test"],
])("%s is kept as %s", (text, domain) => {
  expect(requireHostName(text, addresses)).toBe(domain);
});
