import type { Api } from "#platform/http/api.ts";
import { isNeighbour } from "./is-neighbour.ts";
import { renderStatus, STATUS_STYLE_HASH } from "./render-status.ts";
import type { StatusReport } from "./status-report.ts";

/**
 * `/internal/status`: how the program is, as JSON, and as a page without a script for whoever wants HTML. For this machine
 * alone and never through a proxy; everybody else finds nothing there.
 */
export function mountStatus(api: Api, read: () => Promise<StatusReport>): void {
  api.get("/internal/status", async (c) => {
    if (!isNeighbour(c)) return c.notFound();
    const report = await read();
    const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
    if (!(c.req.header("accept") ?? "").includes("text/html")) return c.json(report, 200, headers);
    return c.body(renderStatus(report), 200, {
      ...headers,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${STATUS_STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
      "referrer-policy": "no-referrer",
    });
  });
}
