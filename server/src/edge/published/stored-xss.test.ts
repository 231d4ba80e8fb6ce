import fc from "fast-check";
import { expect, test } from "vitest";
import type { Block } from "#kernel/page-document.ts";
import { inspectPage } from "#testing/inspect-page.ts";
import { pageFaults } from "#testing/page-faults.ts";
import { everyBlock, samplePage } from "#testing/sample-page.ts";
import { XSS_VECTORS, xssPayload } from "#testing/xss-vectors.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderPage } from "./render-page.ts";

const place = { origin: "https://acme.example.com", path: "/spring", at: Date.UTC(2026, 0, 1) };
const FIXED = new Set(["type", "url", "imageUrl", "linkUrl", "name", "kind", "currency", "endsAt", "style"]);

/** The blocks with another text from `next` in every place where somebody may write one. */
function fillIn<T>(value: T, next: () => string): T {
  if (Array.isArray(value)) return value.map((one) => fillIn(one, next)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const isText =
      typeof inner === "string" && (!FIXED.has(key) || ("priceCents" in value && key === "name"));
    return [key, isText ? next() : fillIn(inner, next)];
  });
  return Object.fromEntries(entries) as T;
}

function pageOf(next: () => string) {
  const seo = { title: next(), description: next(), imageUrl: null, noindex: false };
  const blocks = fillIn<readonly Block[]>(everyBlock(), next);
  return samplePage({ title: next(), seo, blocks });
}

const isEverywhere = process.env["XSS_EVERYWHERE"] === "1";
const PLAIN = renderPage(
  pageOf(() => "words"),
  place,
);

test("every known payload is text in every place of a page", () => {
  for (const vector of XSS_VECTORS) {
    expect(
      pageFaults(
        renderPage(
          pageOf(() => vector),
          place,
        ).body,
      ),
      vector,
    ).toEqual([]);
  }
});

test("ten thousand made-up payloads add no element and no attribute to a page, and take none away", {
  timeout: isEverywhere ? 1_200_000 : 20_000,
}, () => {
  const seed = Number(process.env["XSS_SEED"] ?? Date.now() % 2 ** 31);
  console.log(`stored-xss seed ${seed}`);
  const texts = fc.sample(xssPayload, { numRuns: 10_000, seed });
  const shapeOf = (body: string) =>
    inspectPage(body).map(({ name, attributes }) => `${name} ${Object.keys(attributes)}`);
  const isMarkdown = (block: Block) => ["text", "product", "faq"].includes(block.type);
  const plain = samplePage({ blocks: everyBlock("words").filter((one) => !isMarkdown(one)) });
  const shape = shapeOf(renderPage(plain, place).body);
  for (let at = 0; at < texts.length; ) {
    const word = texts[at] || "words";
    // In every place the same, or in every place another: the former takes a minute, and has a script of its own.
    const next = isEverywhere ? () => word : () => texts[at++ % texts.length] || "words";
    const page = pageOf(next);
    if (isEverywhere) at++;
    const { body, headers } = renderPage(page, place);
    expect(pageFaults(body), `seed ${seed}`).toEqual([]);
    const withoutMarkdown = { ...page, blocks: page.blocks.filter((one) => !isMarkdown(one)) };
    expect(shapeOf(renderPage({ ...withoutMarkdown, seo: plain.seo }, place).body), `seed ${seed}`).toEqual(
      shape,
    );
    expect(headers.join("\n")).not.toMatch(/unsafe-|\*;|data:/);
  }
});

test("a link of Markdown that leads nowhere is its text, and those beside it stay", () => {
  const { text } = renderMarkdown("[a]() [*c*]() [d](/d) [e](javascript:x) ![f]()");
  expect(text).not.toContain('href=""');
  expect(text).toContain('a <em>c</em> <a href="/d" rel="nofollow noopener">d</a>');
});

test("what a page may run does not depend on what somebody wrote", () => {
  const policyOf = (headers: readonly string[]) =>
    headers[headers.indexOf("Content-Security-Policy") + 1] ?? "";
  const hostile = renderPage(
    pageOf(() => "</script><script>alert(1)</script>"),
    place,
  );
  const scripts = (policy: string) => /script-src [^;]*/.exec(policy)?.[0];
  expect(scripts(policyOf(hostile.headers))).toBe(scripts(policyOf(PLAIN.headers)));
});
