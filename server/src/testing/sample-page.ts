import type { Block, PageDocument } from "#kernel/page-document.ts";
import { PLAIN_SEO, PLAIN_THEME } from "#kernel/page-document.ts";

const words =
  "A bakery in the old harbour that has been baking the same seven loaves since 1931, in an oven that never goes out. ";

/** One block of every kind, of which a test puts whatever it likes into the texts. */
export const everyBlock = (text = words): readonly Block[] => [
  {
    type: "hero",
    ...{ heading: text, subheading: text, imageUrl: "/hero.png", imageAlt: text },
    button: { label: text, url: "#form-6" },
  },
  {
    type: "text",
    markdown: `${text}\n\n## ${text}\n\n- ${text}\n- *${text}*\n\n[${text}](https://example.com/)`,
  },
  {
    type: "image",
    ...{
      url: "/one.png",
      alt: text,
      caption: text,
      linkUrl: "https://example.com/",
      width: 640,
      height: 360,
    },
  },
  { type: "button", label: text, url: "https://example.com/?a=1&b=2", style: "secondary" },
  {
    type: "links",
    heading: text,
    items: [
      { label: text, url: "https://example.com/", description: text },
      { label: text, url: "mailto:hello@example.com", description: null },
    ],
  },
  { type: "video", url: "https://www.youtube.com/watch?v=dQw4w9WgXcQ", title: text },
  {
    type: "form",
    ...{ heading: text, description: text, submitLabel: text, successMessage: text },
    fields: [
      { name: "name", label: text, kind: "text", required: false, options: [] },
      { name: "email", label: text, kind: "email", required: true, options: [] },
      { name: "size", label: text, kind: "select", required: true, options: [text, "Large"] },
      { name: "agreed", label: text, kind: "checkbox", required: true, options: [] },
      { name: "words", label: text, kind: "textarea", required: false, options: [] },
    ],
  },
  {
    type: "product",
    ...{ name: text, description: text, imageUrl: "/two.png", imageAlt: text },
    ...{ priceCents: 4990, currency: "EUR", button: { label: text, url: "https://example.com/buy" } },
  },
  { type: "countdown", endsAt: "2030-01-01T00:00:00.000Z", label: text, endedText: text },
  { type: "faq", heading: text, items: [{ question: text, answer: text }] },
  { type: "divider" },
  { type: "html", html: `<style>p{color:red}</style><p>${text}</p>`, title: text, height: 120 },
];

/** A page with every kind of block. */
export const samplePage = (given: Partial<PageDocument> = {}): PageDocument => ({
  ...{ title: "The old harbour bakery", mode: "PUBLIC", priceCents: null, currency: null },
  ...{ language: "en", direction: "auto", theme: PLAIN_THEME, seo: PLAIN_SEO, campaignId: null },
  blocks: everyBlock(),
  ...given,
});
