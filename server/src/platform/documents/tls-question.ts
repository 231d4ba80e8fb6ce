import type { Api } from "#platform/http/api.ts";
import type { Limits } from "#platform/limits/limits.ts";
import { isNeighbour } from "./is-neighbour.ts";

export type TlsQuestion = {
  /** Whether visitors of this host are answered. */
  readonly serves: (host: string) => Promise<boolean>;
  readonly limits: Pick<Limits, "count">;
};

/**
 * `/internal/tls/allow?domain=`: whether a proxy may fetch a certificate for a host. For a proxy on this machine alone, and
 * never for what it passes on; everybody else finds nothing there.
 */
export function mountTlsQuestion(api: Api, { serves, limits }: TlsQuestion): void {
  api.get("/internal/tls/allow", async (c) => {
    if (!isNeighbour(c)) return c.notFound();
    await limits.count("tlsQuestion", "");
    const isServed = await serves(c.req.query("domain") ?? "");
    return c.body(null, isServed ? 200 : 403, { "cache-control": "no-store" });
  });
}
