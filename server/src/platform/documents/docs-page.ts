import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Api } from "#platform/http/api.ts";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Switchyard API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, docExpansion: "none", filter: true, tryItOutEnabled: false, validatorUrl: null });
`;

/** The reference at `/docs`, drawn by Swagger UI from our own document with files of our own: nothing comes from elsewhere. */
export function mountDocsPage(api: Api): void {
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const headers = { "content-security-policy": CSP, "x-content-type-options": "nosniff" };
  const cached = { ...headers, "cache-control": "public, max-age=86400" };
  api.get("/", (c) => c.redirect("/docs"));
  api.get("/docs", (c) => c.html(PAGE, 200, headers));
  api.get("/docs/start.js", (c) => c.body(START, 200, { ...cached, "content-type": "text/javascript" }));
  for (const [name, type] of [
    ["swagger-ui.css", "text/css"],
    ["swagger-ui-bundle.js", "text/javascript"],
  ] as const) {
    api.get(`/docs/${name}`, async (c) =>
      c.body(await readFile(join(folder, name)), 200, { ...cached, "content-type": type }),
    );
  }
}
