import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePaths, fillPlaces } from "./path-matcher.ts";

const match = compilePaths([
  { template: "/p/:sku", slug: "shop" },
  { template: "/p/:sku/reviews", slug: "reviews" },
  { template: "/p/sale", slug: "sale" },
  { template: "/p/:sku/:page", slug: "page" },
  { template: "/:x", slug: "never" },
]);

test.each([
  ["/p/123", { slug: "shop", places: { sku: "123" } }],
  ["/p/sale", { slug: "sale", places: {} }],
  ["/p/1/reviews", { slug: "reviews", places: { sku: "1" } }],
  ["/p/1/2", { slug: "page", places: { sku: "1", page: "2" } }],
  ["/p/a%2fb%26c", { slug: "shop", places: { sku: "a/b&c" } }],
  ["/p/%2e%2e", undefined],
  ["/p/a b&c", { slug: "shop", places: { sku: "a b&c" } }],
  ["/p/", undefined],
  ["/p", { slug: "never", places: { x: "p" } }],
  ["/q/1", undefined],
  ["/p/1/2/3", undefined],
  ["/p/..", undefined],
  ["/p/./reviews", undefined],
  [`/p/${"x".repeat(201)}`, undefined],
])("%s", (path, expected) => expect(match(path)).toEqual(expected));

test("whatever is visited stands in its place encoded: it can add no path, query or fragment", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (sku) => {
      fc.pre(![".", ".."].includes(sku)); // Never matched.
      const filled = fillPlaces("https://shop.example/items/%7Bsku%7D/x?id={sku}#frag", { sku });
      const url = new URL(filled);
      expect(url.host).toBe("shop.example");
      expect(url.hash).toBe("#frag");
      expect(url.pathname.split("/").length).toBe(4);
      expect(url.searchParams.get("id")).toBe(sku.toWellFormed());
    }),
  );
});

test("a place that nothing stands in is empty, and names nobody gave are not looked up elsewhere", () => {
  expect(fillPlaces("https://a.example/{sku}/{constructor}", {})).toBe("https://a.example//");
});
