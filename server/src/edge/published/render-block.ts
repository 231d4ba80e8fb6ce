import { type Html, html } from "#edge/html.ts";
import type { Block } from "#kernel/page-document.ts";
import { formatPrice } from "./format-price.ts";
import { join } from "./join.ts";
import { type LeadTarget, renderForm } from "./render-form.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { videoEmbed } from "./video-embed.ts";

/** What a block needs to know of the page that it is on. */
export type BlockContext = {
  readonly language: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Where on the page it stands. */
  readonly index: number;
  /** Whether its heading is the page's. */
  readonly isTop: boolean;
  /** The form that has just been sent, by its place. */
  readonly sentForm: number | null;
  readonly leads: LeadTarget | null;
};

type Of<T extends Block["type"]> = Extract<Block, { readonly type: T }>;

/** One block as markup, in which every text is text and every address one that was checked. */
export function renderBlock(block: Block, context: BlockContext): Html {
  switch (block.type) {
    case "hero":
      return hero(block, context);
    case "text":
      return html`<section>${renderMarkdown(block.markdown)}</section>`;
    case "image":
      return image(block);
    case "button":
      return html`<p class="buttons">${button(block, block.style)}</p>`;
    case "links":
      return links(block);
    case "video":
      return video(block);
    case "form":
      return renderForm(block, context);
    case "product":
      return product(block, context);
    case "countdown":
      return countdown(block, context);
    case "faq":
      return faq(block);
    case "divider":
      return html`<hr>`;
    case "html":
      return html`<iframe class="frame" title="${block.title}" height="${String(block.height)}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${block.html}"></iframe>`;
  }
}

const heading = (text: string | null): Html | null => (text === null ? null : html`<h2>${text}</h2>`);

const button = ({ label, url }: { readonly label: string; readonly url: string }, style = "primary"): Html =>
  html`<a class="button ${style}" href="${url}" rel="noopener">${label}</a>`;

function hero(
  { heading: text, subheading, imageUrl, imageAlt, button: go }: Of<"hero">,
  { isTop }: BlockContext,
) {
  return html`<header class="hero">${join([
    imageUrl === null ? null : html`<img src="${imageUrl}" alt="${imageAlt}">`,
    isTop ? html`<h1>${text}</h1>` : html`<h2>${text}</h2>`,
    subheading === null ? null : html`<p>${subheading}</p>`,
    go === null ? null : html`<p>${button(go)}</p>`,
  ])}</header>`;
}

function image({ url, alt, caption, linkUrl, width, height }: Of<"image">): Html {
  const size =
    width === null || height === null ? html`` : html` width="${String(width)}" height="${String(height)}"`;
  const picture = html`<img src="${url}" alt="${alt}"${size} loading="lazy">`;
  // A link needs a name, which the picture's words are.
  const linked =
    linkUrl === null || alt === "" ? picture : html`<a href="${linkUrl}" rel="noopener">${picture}</a>`;
  return html`<figure>${linked}${caption === null ? "" : html`<figcaption>${caption}</figcaption>`}</figure>`;
}

function links({ heading: text, items }: Of<"links">): Html {
  const rows = items.map(
    ({ label, url, description }) =>
      html`<li><a href="${url}" rel="noopener">${label}${description === null ? "" : html`<small>${description}</small>`}</a></li>\n`,
  );
  return html`<nav class="links"${text === null ? html` aria-label="Links"` : ""}>${heading(text) ?? ""}<ul>
${join(rows)}</ul></nav>`;
}

function video({ url, title }: Of<"video">): Html {
  const embed = videoEmbed(url);
  if (embed === null) return html`<p class="buttons">${button({ label: title, url }, "secondary")}</p>`;
  return html`<iframe class="frame video" src="${embed}" title="${title}" loading="lazy" allow="fullscreen; picture-in-picture" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
}

function product(block: Of<"product">, { language }: BlockContext): Html {
  const { name, description, imageUrl, imageAlt, priceCents, currency, button: buy } = block;
  return html`<section class="product">${join([
    imageUrl === null ? null : html`<img src="${imageUrl}" alt="${imageAlt}" loading="lazy">`,
    html`<h2>${name}</h2>`,
    description === null ? null : renderMarkdown(description),
    html`<p class="price">${formatPrice(priceCents, currency, language)}</p>`,
    buy === null ? null : html`<p>${button(buy)}</p>`,
  ])}</section>`;
}

function countdown({ endsAt, label, endedText }: Of<"countdown">, { at }: BlockContext): Html {
  if (Date.parse(endsAt) <= at) return html`<section class="countdown"><p>${endedText}</p></section>`;
  const shown = `${endsAt.slice(0, 10)} ${endsAt.slice(11, 16)} UTC`;
  return html`<section class="countdown"><p>${label} <time datetime="${endsAt}" data-ended="${endedText}">${shown}</time></p></section>`;
}

function faq({ heading: text, items }: Of<"faq">): Html {
  const entries = items.map(
    ({ question, answer }) =>
      html`<details><summary>${question}</summary>${renderMarkdown(answer)}</details>\n`,
  );
  return html`<section>${heading(text) ?? ""}${join(entries)}</section>`;
}
