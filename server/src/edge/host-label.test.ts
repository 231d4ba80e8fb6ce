import { expect, test } from "vitest";
import { hostLabelUnder } from "./host-label.ts";

test.each([
  ["acme.example.com", "acme"],
  ["ACME.Example.COM", "acme"],
  ["acme.example.com:8080", "acme"],
  ["acme.example.com:443", "acme"],
  ["acme.example.com.", "acme"],
  ["acme.example.com.:8080", "acme"],
  ["d1--acme.example.com", "d1--acme"],
  [undefined, undefined],
  ["", undefined],
  ["example.com", undefined],
  [".example.com", undefined],
  ["api.example.com", undefined],
  ["app.example.com:8080", undefined],
  ["a.b.example.com", undefined],
  ["acme.mcp.example.com", undefined],
  ["acmeexample.com", undefined],
  ["acme.example.com.evil.test", undefined],
  ["acme.example.comx", undefined],
  ["a b.example.com", undefined],
  ["127.0.0.1:8080", undefined],
  ["[::1]:8080", undefined],
  [`${"x".repeat(64)}.example.com`, undefined],
])("%s is the host of %s", (host, label) => {
  expect(hostLabelUnder("Example.com:8080")(host)).toBe(label);
});

test("handles have hosts in development, too", () => {
  expect(hostLabelUnder("localhost:8080")("acme.localhost:8080")).toBe("acme");
});
