import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { routeTo, startEdge } from "#testing/start-edge.ts";

const nasty = `<script>alert("x")</script>'&`;

async function everyPage() {
  const edge = await startEdge();
  const long = `https://example.com/?${"&".repeat(2000)}`;
  await edge.setRoute(
    "shown",
    routeTo({ title: nasty, destinationUrl: "https://example.com/<b>?a='\"<i>&c" }),
  );
  await edge.setRoute("long", routeTo({ title: "&".repeat(5000), destinationUrl: long }));
  await edge.setRoute("over", routeTo({ endsAt: 0 }));
  return edge;
}

test.each([
  ["/nowhere", 404],
  ["/over", 410],
  ["/%zz", 400],
  ["/shown+", 200],
  ["/long+", 200],
  [`/${"x".repeat(8200)}`, 414],
])("the page at $0 ($1) is small, accessible, and lets nothing in", async (path, expected) => {
  await using edge = await everyPage();
  const { status, headers, body } = await edge.visit(path);
  expect(status).toBe(expected);
  expect(Buffer.byteLength(body)).toBeLessThan(10_000);
  expect(Number(headers["content-length"])).toBe(Buffer.byteLength(body));
  const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "cache-control": "private, no-store",
  });
  expect(headers).not.toHaveProperty("set-cookie");
  expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(body).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  expect(body).toContain("prefers-color-scheme:dark");
  expect(body.match(/<h1>/g)).toHaveLength(1);
});

test("the preview shows where a link leads, escaped, counts nothing and forwards nobody", async () => {
  await using edge = await everyPage();
  const { status, headers, body, location } = await edge.visit("/shown+");
  expect({ status, location, refresh: headers["refresh"] }).toEqual({ status: 200 });
  expect(body).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;");
  expect(body).toContain("<strong>example.com</strong>");
  expect(body).toContain('<a href="/shown"');
  expect(body).not.toMatch(/<script|http-equiv|<b>|<i>/i);
  expect(await edge.visit("/shown%2B")).toMatchObject({ status: 200 });
  expect(await edge.visit("/never+")).toMatchObject({ status: 404 });
  expect(await edge.visit("/over+")).toMatchObject({ status: 410 });
  expect(edge.events).toEqual([]);
});

test("a program that looks for a file is told in a word", async () => {
  await using edge = await everyPage();
  for (const path of ["/robots.txt", "/favicon.ico"]) {
    expect(await edge.visit(path)).toMatchObject({ status: 404, body: "Not found.\n" });
  }
});
