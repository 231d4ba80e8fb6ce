import { escapeHtml } from "#platform/escape-html.ts";
import type { PassedAnswer } from "#platform/http/passed-on.ts";

type Page = {
  readonly title: string;
  readonly text: string;
  /** What a button says that does it; absent where it is done. */
  readonly button?: string;
};

/** A page behind a link of a mail. It does nothing by being opened, since mail programs open links that nobody has followed. */
export function linkPage({ title, text, button }: Page): PassedAnswer {
  const form =
    button === undefined
      ? ""
      : `<form method="post"><button type="submit">${escapeHtml(button)}</button></form>\n`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${form}</body>
</html>
`;
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
    },
    body: new Uint8Array(Buffer.from(html)),
  };
}
