import { createHash } from "node:crypto";
import type { Answer } from "./answer.ts";
import { type Html, html } from "./html.ts";

const STYLE = `
:root{color-scheme:light dark;--ink:#1c1d21;--soft:#55585f;--paper:#fff;--link:#0b57d0}
@media(prefers-color-scheme:dark){:root{--ink:#ececf0;--soft:#a9adb6;--paper:#16171a;--link:#8ab4f8}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:36rem;margin:0 auto;padding:18vh 1.5rem 3rem}
h1{font-size:1.6rem;line-height:1.3;margin:0 0 .75rem;overflow-wrap:anywhere}
p{margin:0 0 1rem;color:var(--soft);overflow-wrap:anywhere}
a{color:var(--link)}a:focus-visible{outline:3px solid;outline-offset:3px}
strong{color:var(--ink)}code{font:.9375rem/1.5 ui-monospace,monospace}`;

/** As a policy names a script or a style that stands in the page itself: it must be there letter by letter. */
export const sourceOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** What a page may load, run and send, by directive. */
export type Allowed = {
  readonly "script-src"?: string;
  readonly "connect-src"?: string;
  readonly "img-src"?: string;
  readonly "form-action"?: string;
};

type Page = {
  readonly status: number;
  readonly title: string;
  readonly content: Html;
  readonly headers?: readonly string[];
  /** More for the head. */
  readonly head?: Html;
  /** Added to the style of all pages. */
  readonly style?: string;
  /** Nothing, unless it is named here. */
  readonly allowed?: Allowed;
  /** What the next site learns of where the visitor comes from. */
  readonly referrerPolicy?: "no-referrer" | "strict-origin";
};

const NOTHING = html``;

/** A page for people: it loads and runs nothing but what is allowed, sets no cookie, and nobody keeps, frames or indexes it. */
export function page({
  status,
  title,
  content,
  headers = [],
  head = NOTHING,
  style = "",
  allowed = {},
  referrerPolicy = "no-referrer",
}: Page): Answer {
  const whole = STYLE + style;
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}<style>${{ text: whole }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  return document({
    status,
    type: "text/html; charset=utf-8",
    text,
    headers,
    style: whole,
    allowed,
    referrerPolicy,
  });
}

/** A few words for a program that looks for a file which no handle has. */
export const plainText = (status: number, text: string): Answer =>
  document({
    status,
    type: "text/plain; charset=utf-8",
    text,
    headers: [],
    style: STYLE,
    allowed: {},
    referrerPolicy: "no-referrer",
  });

type Document = Required<Pick<Page, "status" | "headers" | "style" | "allowed" | "referrerPolicy">> & {
  readonly type: string;
  readonly text: string;
};

function document({ status, type, text, headers, style, allowed, referrerPolicy }: Document): Answer {
  const common = [
    ["Content-Type", type],
    ["Content-Length", String(Buffer.byteLength(text))],
    ["Cache-Control", "private, no-store"],
    ["Content-Security-Policy", policyOf(style, allowed)],
    ["X-Content-Type-Options", "nosniff"],
    ["Referrer-Policy", referrerPolicy],
    ["X-Robots-Tag", "noindex"],
  ].flat();
  return { status, headers: [...common, ...headers], body: text, kind: null, destination: "" };
}

const STYLE_SOURCES = new Map<string, string>();

/** There are few styles, so each is hashed once. */
function styleSource(style: string): string {
  const known = STYLE_SOURCES.get(style) ?? sourceOf(style);
  STYLE_SOURCES.set(style, known);
  return known;
}

function policyOf(style: string, { "form-action": formAction = "'none'", ...sources }: Allowed): string {
  return [
    "default-src 'none'",
    `style-src ${styleSource(style)}`,
    ...Object.entries(sources).map(([directive, source]) => `${directive} ${source}`),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${formAction}`,
  ].join("; ");
}
