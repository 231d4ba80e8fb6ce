import type { Sent } from "#edge/answer.ts";
import { html } from "#edge/html.ts";
import type { Reader } from "#platform/database/database.ts";
import { join } from "./join.ts";

const PAGES_MAX = 1000;

/** The addresses of a handle that search engines may list: its root, and what everybody may read and its owner wants found. */
export async function sitemap(read: Reader, handleId: string, origin: string): Promise<Sent> {
  const rows = await read
    .selectFrom("pages")
    .select(["slug", "listed_at"])
    .where("handle_id", "=", handleId)
    .where("listed_at", "is not", null)
    .orderBy("listed_at", "desc")
    .limit(PAGES_MAX)
    .execute();
  const urls = rows.map(({ slug, listed_at }) => {
    const changed = new Date(listed_at ?? 0).toISOString();
    return html`<url><loc>${origin}/${slug}</loc><lastmod>${changed}</lastmod></url>\n`;
  });
  const { text } = html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>${origin}/</loc></url>
${join(urls)}</urlset>
`;
  return {
    status: 200,
    headers: [
      ...[
        "Content-Type",
        "application/xml; charset=utf-8",
        "Content-Length",
        String(Buffer.byteLength(text)),
      ],
      ...["Cache-Control", "public, max-age=300", "X-Content-Type-Options", "nosniff"],
    ],
    body: text,
  };
}
