import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Addresses, anyHandleOrigin, contentOrigin } from "#platform/addresses.ts";
import { codingFor } from "#platform/documents/coding-for.ts";
import { isHeld } from "#platform/documents/is-held.ts";
import type { ApiContext } from "#platform/http/answer-with.ts";
import type { Api } from "#platform/http/api.ts";
import { type BuiltFile, createDashboardBuild } from "./dashboard-build.ts";

const FOLDER = join(import.meta.dirname, "../../../../dashboard/dist");
/** Written by the build where a request's nonce belongs. */
const NONCE = /__CSP_NONCE__/g;

const GUARDED = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
} as const;

/**
 * No script, style or request but our own; the nonce is for the few rules that the interface library writes at run time.
 * The bytes of files go where files are kept, without cookie and credential; previews of pages are shown in frames of their
 * handle's host.
 */
const policy = (nonce: string, addresses: Addresses) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; ` +
  `font-src 'self'; connect-src 'self' ${contentOrigin(addresses)}; frame-src ${anyHandleOrigin(addresses)}; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const NO_BUILD = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="3">
<title>Switchyard: the dashboard is not built yet</title>
<link rel="icon" href="data:,">
</head>
<body>
<main>
<h1>The dashboard is not built yet</h1>
<p>After <code>npm start</code> this takes less than a minute, and this page looks again by itself. Otherwise run
<code>npm run build:dashboard</code> where the program is installed; it need not be restarted.</p>
<p>The API is running: <a href="/docs">its reference</a>.</p>
</main>
</body>
</html>
`;

/**
 * The dashboard under `/app/`, on the `app` host, whose root leads there, and on the bare listener. It is an ordinary client:
 * nothing here knows what it shows. Without a build it says what to do, and everything else goes on.
 */
export function mountDashboard(api: Api, addresses: Addresses, folder = FOLDER): void {
  const { publicDomain } = addresses;
  const build = createDashboardBuild(folder);
  const nameOf = (c: ApiContext) => (c.req.header("host") ?? "").toLowerCase().replace(/:\d+$/, "");
  const [domain] = publicDomain.toLowerCase().split(":");
  const isAppHost = (c: ApiContext) => nameOf(c) === `app.${domain}`;
  // The last three are in mails; what follows their # comes along.
  for (const path of ["/", "/signup", "/reset-password", "/forgot-password"]) {
    api.get(path, async (c, next) => (isAppHost(c) ? c.redirect(`/app${path}`) : next()));
  }
  api.get("/app", async (c, next) => (nameOf(c) === `api.${domain}` ? next() : c.redirect("/app/", 301)));
  api.get("/app/*", async (c, next) => {
    if (nameOf(c) === `api.${domain}`) return next();
    const built = await build();
    if (built === undefined) return answerPage(c, addresses, NO_BUILD, 503);
    const name = c.req.path.slice("/app/".length);
    const file = built.files.get(name);
    if (file !== undefined) return answerFile(c, name, file);
    // Whoever has an old page open learns that a part of it is gone, rather than getting a page for a script.
    if (name.startsWith("assets/")) return next();
    return answerPage(c, addresses, built.page, 200);
  });
}

function answerPage(c: ApiContext, addresses: Addresses, page: string, status: 200 | 503): Response {
  const nonce = randomBytes(16).toString("base64url");
  return c.html(page.replaceAll(NONCE, nonce), status, {
    ...GUARDED,
    "content-security-policy": policy(nonce, addresses),
    "cache-control": "no-store",
    ...(status === 503 && { "retry-after": "3" }),
  });
}

async function answerFile(c: ApiContext, name: string, { type, etag, forms }: BuiltFile): Promise<Response> {
  const wanted = codingFor(c.req.header("accept-encoding"));
  const coding = forms[wanted] === undefined ? "identity" : wanted;
  const isHashed = name.startsWith("assets/");
  const headers = {
    ...GUARDED,
    "cache-control": isHashed ? "public, max-age=31536000, immutable" : "public, max-age=3600",
    vary: "accept-encoding",
    etag: etag.replace(/"$/, `-${coding}"`),
  };
  if (isHeld(c.req.header("if-none-match"), headers.etag)) return c.body(null, 304, headers);
  const bytes = await readFile(forms[coding] ?? "");
  return c.body(new Uint8Array(bytes), 200, {
    ...headers,
    "content-type": type,
    "content-length": String(bytes.length),
    ...(coding !== "identity" && { "content-encoding": coding }),
  });
}
