import { escapeHtml } from "#platform/escape-html.ts";
import type { PassedAnswer } from "./passed-on.ts";

type Page = {
  readonly title: string;
  readonly text: string;
  /** What a button says that does it; absent where it is done. */
  readonly button?: string;
  /** 200 unless it is another. */
  readonly status?: number;
};

/**
 * A page for somebody who has come from a mail or from a form. It does nothing by being opened, since mail programs open
 * links that nobody has followed.
 */
export function plainPage({
  title,
  text,
  button,
  status = 200,
}: Page): PassedAnswer & { body: Uint8Array<ArrayBuffer> } {
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
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${form}</main>
</body>
</html>
`;
  return {
    status,
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
