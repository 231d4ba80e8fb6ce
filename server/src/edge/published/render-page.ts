import { hash } from "node:crypto";
import { type Html, html } from "#edge/html.ts";
import { sourceOf } from "#edge/page.ts";
import type { Block, PageDocument } from "#kernel/page-document.ts";
import { COUNTDOWN_SCRIPT } from "./countdown-script.ts";
import { directionOf } from "./direction-of.ts";
import { join } from "./join.ts";
import { pageHead } from "./page-head.ts";
import { styleOf } from "./page-style.ts";
import { renderBlock } from "./render-block.ts";
import type { LeadTarget } from "./render-form.ts";
import { PLAYERS, videoEmbed } from "./video-embed.ts";

/** A page as it is sent, and until when it stays the same. */
export type RenderedPage = {
  readonly body: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly etag: string;
  /** Epoch milliseconds; `null`: for as long as the version is shown. */
  readonly validUntil: number | null;
};

/** Where, when and for whom a page is rendered. */
export type PagePlace = {
  /** `https://acme.example.com` */
  readonly origin: string;
  readonly path: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Where forms are sent; a page of nobody in particular has none. */
  readonly leads?: LeadTarget;
  /** The origins that may show it in a frame, where nothing of it runs and each block can be gone to; none where it is not said. */
  readonly framedBy?: readonly string[];
  /** The form that has just been sent, by its place. */
  readonly sentForm?: number | null;
  /** Instead of the blocks: what whoever may not read them is shown. */
  readonly gate?: Html;
  /** Instead of the title as a heading. */
  readonly heading?: Html;
};

/** The whole page: it can be read without script, loads pictures and the players on the list alone, and runs nothing else. */
export function renderPage(document: PageDocument, place: PagePlace): RenderedPage {
  const { origin, path, at, leads = null, framedBy = [], sentForm = null, gate, heading } = place;
  const style = styleOf(document.theme);
  const blocks = gate === undefined ? document.blocks : [];
  const hasHero = blocks[0]?.type === "hero";
  const counts = blocks.flatMap((block) => (block.type === "countdown" ? [Date.parse(block.endsAt)] : []));
  const upcoming = counts.filter((end) => end > at);
  // Frames of the dashboard may run nothing, and a script that is refused is a warning in its console.
  const isCounting = upcoming.length > 0 && framedBy.length === 0;
  const title = document.seo.title ?? document.title;
  const { text } = html`<!doctype html>
<html lang="${document.language}" dir="${directionOf(document)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${pageHead(document, origin + path, origin)}<style>${{ text: style }}</style>
</head>
<body>
<main>
${hasHero ? "" : (heading ?? html`<h1>${document.title}</h1>\n`)}${gate ?? ""}${join(
  blocks.map((block, index) => {
    const context = { language: document.language, at, index, isTop: index === 0, sentForm, leads };
    const place = framedBy.length > 0 ? html`<a id="block-${String(index)}"></a>` : "";
    return html`${place}${renderBlock(block, context)}\n`;
  }),
)}</main>
${isCounting ? html`<script>${{ text: COUNTDOWN_SCRIPT.text }}</script>\n` : ""}</body>
</html>
`;
  return {
    body: text,
    etag: `"${hash("sha256", text, "base64url").slice(0, 22)}"`,
    headers: headersOf(text, policyOf(style, blocks, { counts: isCounting, leads, framedBy }), document),
    validUntil: upcoming.length === 0 ? null : Math.min(...upcoming),
  };
}

const headersOf = (text: string, policy: string, { seo, language }: PageDocument): readonly string[] => [
  ...["Content-Type", "text/html; charset=utf-8", "Content-Length", String(Buffer.byteLength(text))],
  ...["Content-Language", language, "Content-Security-Policy", policy],
  ...["X-Content-Type-Options", "nosniff", "Referrer-Policy", "strict-origin-when-cross-origin"],
  ...["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ...(seo.noindex ? ["X-Robots-Tag", "noindex"] : []),
];

/** Whatever is not named is refused. Frames of a page's own HTML inherit this, and may have the styles that stand in them. */
function policyOf(
  style: string,
  blocks: readonly Block[],
  {
    counts,
    leads,
    framedBy,
  }: {
    readonly counts: boolean;
    readonly leads: LeadTarget | null;
    readonly framedBy: readonly string[];
  },
): string {
  const isSent = leads !== null && blocks.some((block) => block.type === "form");
  const embeds = blocks.some((block) => block.type === "video" && videoEmbed(block.url) !== null);
  const styles = blocks.flatMap((block) => (block.type === "html" ? stylesIn(block.html) : []));
  return [
    "default-src 'none'",
    `style-src ${[...new Set([style, ...styles])].map(sourceOf).join(" ")}`,
    "img-src 'self' https:",
    counts ? `script-src ${COUNTDOWN_SCRIPT.source}` : "script-src 'none'",
    embeds ? `frame-src ${PLAYERS.join(" ")}` : "frame-src 'none'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(" ") : "'none'"}`,
    isSent ? `form-action 'self' ${new URL(leads.url).origin}` : "form-action 'self'",
  ].join("; ");
}

const STYLES_MAX = 20;

const stylesIn = (text: string): readonly string[] =>
  [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style/gi)].slice(0, STYLES_MAX).map(([, style = ""]) => style);
