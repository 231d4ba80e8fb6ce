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
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join("; ");

type Page = {
  readonly status: number;
  readonly title: string;
  readonly content: Html;
  readonly headers?: readonly string[];
};

/** A page for people: it loads and runs nothing, sets no cookie, and nobody keeps, frames or indexes it. */
export function page({ status, title, content, headers = [] }: Page): Answer {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ text: STYLE }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  return document(status, "text/html; charset=utf-8", text, headers);
}

/** A few words for a program that looks for a file which no handle has. */
export const plainText = (status: number, text: string): Answer =>
  document(status, "text/plain; charset=utf-8", text, []);

function document(status: number, type: string, body: string, headers: readonly string[]): Answer {
  const common = [
    ["Content-Type", type],
    ["Content-Length", String(Buffer.byteLength(body))],
    ["Cache-Control", "private, no-store"],
    ["Content-Security-Policy", POLICY],
    ["X-Content-Type-Options", "nosniff"],
    ["Referrer-Policy", "no-referrer"],
    ["X-Robots-Tag", "noindex"],
  ].flat();
  return { status, headers: [...common, ...headers], body, kind: null, destination: "" };
}
