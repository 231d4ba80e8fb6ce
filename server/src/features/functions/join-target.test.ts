import fc from "fast-check";
import { expect, test } from "vitest";
import { joinTarget } from "./join-target.ts";

const TARGET = "https://api.example/hooks/one?key=1";

test.each([
  ["", "", "https://api.example/hooks/one?key=1"],
  ["/", "", "https://api.example/hooks/one/?key=1"],
  ["/a/b", "q=1&q=2", "https://api.example/hooks/one/a/b?key=1&q=1&q=2"],
  ["/a%20b", "x=%2F", "https://api.example/hooks/one/a%20b?key=1&x=%2F"],
  ["//evil.example/", "", "https://api.example/hooks/one//evil.example/?key=1"],
  ["/a...b/..c/.d", "", "https://api.example/hooks/one/a...b/..c/.d?key=1"],
])("%j and %j", (below, query, whole) => expect(joinTarget(TARGET, below, query).href).toBe(whole));

test.each([
  "/..",
  "/../x",
  "/a/../../..",
  "/%2e%2e/x",
  "/.%2E/x",
  "/%252e%252e/x",
  "/..%2fx",
  "/..%5cx",
  "/..\\x",
  "/%25252e%25252e",
])("%j would lead out, and is refused", (below) =>
  expect(() => joinTarget(TARGET, below, "")).toThrow("lead out"),
);

test("whatever follows, the call goes below the target on its own host, or nowhere", () => {
  const part = fc.constantFrom(
    "..",
    ".",
    "%2e",
    "%2E%2e",
    "%2f",
    "\\",
    "%5c",
    "%25",
    "/",
    "a",
    ":",
    "@",
    "#",
    "?",
    "%",
    "é",
    ";",
  );
  const below = fc.array(part, { maxLength: 12 }).map((parts) => `/${parts.join("")}`);
  fc.assert(
    fc.property(below, (path) => {
      let url: URL;
      try {
        url = joinTarget(TARGET, path, "");
      } catch {
        return;
      }
      expect(url.origin).toBe("https://api.example");
      expect(url.pathname.startsWith("/hooks/one/"), url.href).toBe(true);
      const decoded = decodeURIComponent(
        url.pathname.replaceAll(/%(?![0-9a-f]{2})/gi, "%25").replaceAll(/%[89a-f]./gi, "x"),
      );
      expect(decoded.split(/[/\\]/)).not.toContain("..");
    }),
  );
});
