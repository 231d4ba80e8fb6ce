import { expect, test } from "vitest";
import { inspectPage } from "#testing/inspect-page.ts";
import { samplePage } from "#testing/sample-page.ts";
import { contrastBetween, paletteOf } from "./contrast.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderPage } from "./render-page.ts";
import { videoEmbed } from "./video-embed.ts";

const place = { origin: "https://acme.example.com", path: "/spring", at: Date.UTC(2026, 0, 1) };
const named = (body: string, name: string) => inspectPage(body).filter((element) => element.name === name);

test("a page with every block is under 30 KB, has one h1 and skips no level", () => {
  const { body } = renderPage(samplePage(), place);
  expect(Buffer.byteLength(body)).toBeLessThan(30_000);
  const levels = inspectPage(body).flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThan(2);
  for (const { attributes } of named(body, "img")) expect(attributes).toHaveProperty("alt");
});

test("a page says of itself what search engines and networks ask, and the data is data", () => {
  const seo = { title: "Fresh bread", description: "Since 1931.", imageUrl: "/share.png", noindex: false };
  const { body, headers } = renderPage(samplePage({ seo, language: "de-AT" }), place);
  const metas = named(body, "meta").map(({ attributes: { name, property, content } }) => [
    name ?? property,
    content,
  ]);
  expect(Object.fromEntries(metas)).toMatchObject({
    description: "Since 1931.",
    "og:title": "Fresh bread",
    "og:url": "https://acme.example.com/spring",
    "og:image": "https://acme.example.com/share.png",
    "og:locale": "de_AT",
  });
  expect(named(body, "link")[0]?.attributes["href"]).toBe("https://acme.example.com/spring");
  const data = named(body, "script").find(({ attributes }) => attributes["type"] === "application/ld+json");
  const graph = JSON.parse(data?.text ?? "")["@graph"] as { "@type": string }[];
  expect(graph.map((thing) => thing["@type"])).toEqual(["WebPage", "Product", "FAQPage"]);
  expect(headers).not.toContain("X-Robots-Tag");
  const hidden = renderPage(samplePage({ seo: { ...seo, noindex: true } }), place);
  expect(hidden.headers).toContain("X-Robots-Tag");
});

test("a page that not everybody may read tells nobody what is in it", () => {
  const gate = { text: "<p>Sign in</p>" };
  const { body } = renderPage(samplePage({ mode: "PAID", priceCents: 100, currency: "EUR" }), {
    ...place,
    gate,
  });
  expect(body).not.toContain("bakery in the old harbour that");
  expect(body).toContain('"isAccessibleForFree":false');
});

test.each([
  ["en", "auto", "ltr"],
  ["ar", "auto", "rtl"],
  ["he-IL", "auto", "rtl"],
  ["az-Arab", "auto", "rtl"],
  ["ar", "ltr", "ltr"],
  ["en", "rtl", "rtl"],
] as const)("a page in %s with the direction %s is read %s", (language, direction, expected) => {
  const [html] = named(renderPage(samplePage({ language, direction }), place).body, "html");
  expect(html?.attributes).toEqual({ lang: language, dir: expected });
});

test("whatever the accent, words on the page and on a button can be read, by light and by dark", () => {
  for (let hue = 0; hue < 4096; hue += 7) {
    const accent = `#${[...hue.toString(16).padStart(3, "0")].map((digit) => digit + digit).join("")}`;
    for (const mode of ["light", "dark"] as const) {
      const { accent: shown, paper, onAccent, ink, soft } = paletteOf(accent, mode);
      expect(contrastBetween(shown, paper), accent).toBeGreaterThanOrEqual(4.5);
      expect(contrastBetween(onAccent, shown), accent).toBeGreaterThanOrEqual(4.5);
      expect(Math.min(contrastBetween(ink, paper), contrastBetween(soft, paper))).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test("a countdown says the moment without script, and what comes after once it is over", () => {
  const end = Date.UTC(2030, 0, 1);
  const before = renderPage(samplePage(), place);
  expect(before.validUntil).toBe(end);
  expect(named(before.body, "time")[0]?.text).toBe("2030-01-01 00:00 UTC");
  const after = renderPage(samplePage(), { ...place, at: end });
  expect(after.validUntil).toBeNull();
  expect(named(after.body, "time")).toEqual([]);
  expect(after.headers.join()).toContain("script-src 'none'");
});

test.each([
  ["https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"],
  ["https://youtu.be/dQw4w9WgXcQ?t=4", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"],
  ["https://youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"],
  ["https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"],
  ["https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", null],
  ["https://www.youtube.com/watch?v=..%2f..%2fx", null],
  ["https://example.com/film.mp4", null],
  ["/film.mp4", null],
])("the video %s is played by %s", (url, expected) => {
  expect(videoEmbed(url)).toBe(expected);
});

test("headings of Markdown begin below the page's and skip no level", () => {
  expect(renderMarkdown("# a\n\n#### b\n\n# c").text).toBe("<h2>a</h2>\n<h3>b</h3>\n<h2>c</h2>\n");
});
