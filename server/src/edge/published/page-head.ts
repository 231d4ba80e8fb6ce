import { type Html, html } from "#edge/html.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import { join } from "./join.ts";
import { jsonLd } from "./json-ld.ts";

const DESCRIPTION_MAX = 300;

/** What search engines, networks and messengers are told of a page at `url`. */
export function pageHead(document: PageDocument, url: string, origin: string): Html {
  const { seo } = document;
  const title = seo.title ?? document.title;
  const description = seo.description ?? describe(document);
  const image = absolute(seo.imageUrl ?? pictureOf(document), origin);
  const property = (name: string, content: string | null) =>
    content === null ? null : html`<meta property="${name}" content="${content}">\n`;
  return join([
    html`<link rel="canonical" href="${url}">\n`,
    description === null ? null : html`<meta name="description" content="${description}">\n`,
    seo.noindex ? html`<meta name="robots" content="noindex">\n` : null,
    property("og:type", "website"),
    property("og:url", url),
    property("og:title", title),
    property("og:description", description),
    property("og:image", image),
    property("og:locale", document.language.replace("-", "_")),
    html`<meta name="twitter:card" content="${image === null ? "summary" : "summary_large_image"}">\n`,
    jsonLd(document, { url, origin, title, description }),
  ]);
}

/** The first words that a page says, where everybody may read them. */
function describe({ mode, blocks }: PageDocument): string | null {
  if (mode !== "PUBLIC") return null;
  for (const block of blocks) {
    const text =
      block.type === "hero" ? block.subheading : block.type === "text" ? plain(block.markdown) : null;
    if (text !== null && text !== "") return text.slice(0, DESCRIPTION_MAX).toWellFormed();
  }
  return null;
}

const plain = (markdown: string): string =>
  markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[#*_`>]/g, "")
    .replace(/\s+/g, " ")
    .trim();

function pictureOf({ mode, blocks }: PageDocument): string | null {
  if (mode !== "PUBLIC") return null;
  for (const block of blocks) {
    if (block.type === "hero" && block.imageUrl !== null) return block.imageUrl;
    if (block.type === "image") return block.url;
  }
  return null;
}

const absolute = (url: string | null, origin: string): string | null =>
  url?.startsWith("/") ? origin + url : url;
