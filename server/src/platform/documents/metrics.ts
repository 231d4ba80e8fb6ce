import { hash, timingSafeEqual } from "node:crypto";
import type { Registry } from "prom-client";
import type { ApiContext } from "#platform/http/answer-with.ts";
import type { Api } from "#platform/http/api.ts";
import { isListed } from "#platform/http/client-address.ts";
import { LOOPBACK } from "./loopback.ts";

/** `/metrics` for Prometheus: for whoever has the token, and without one for this machine only, never through a proxy. */
export function mountMetrics(api: Api, registry: Registry, token: string | undefined): void {
  api.get("/metrics", async (c) => {
    if (!mayRead(c, token)) return c.notFound();
    return c.body(await registry.metrics(), 200, {
      "content-type": registry.contentType,
      "cache-control": "no-store",
    });
  });
}

function mayRead(c: ApiContext, token: string | undefined): boolean {
  if (token !== undefined) {
    const [, sent = ""] = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    return timingSafeEqual(digest(sent), digest(token));
  }
  const isForwarded =
    c.req.header("x-forwarded-for") !== undefined || c.req.header("forwarded") !== undefined;
  const peer = c.env?.incoming?.socket.remoteAddress ?? c.env?.address ?? "";
  return !isForwarded && isListed(LOOPBACK, peer);
}

const digest = (text: string) => Buffer.from(hash("sha256", text, "hex"));
