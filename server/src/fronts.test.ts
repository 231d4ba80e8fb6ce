import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { scratchFolder } from "#testing/engines.ts";
import { freePort } from "#testing/free-port.ts";
import { caddyPath, nginxPath } from "#testing/front-paths.ts";
import { createHttp2Client } from "#testing/http2-client.ts";
import { startCaddy } from "#testing/start-caddy.ts";
import { startNameServer } from "#testing/start-name-server.ts";
import { startNginx } from "#testing/start-nginx.ts";
import { startProgram } from "#testing/start-program.ts";

vi.setConfig({ testTimeout: 60_000 }); // Of a machine that is busy with other things, too.

const API = "api.front.example";
const DOMAIN = "go.shop.example";
const ACCOUNT = { email: "anna@example.com", password: "Correct-horse-battery-42" };
const CHROME = { "user-agent": "Mozilla/5.0 (X11; Linux x64) Chrome/138.0.0.0 Safari/537.36" };

type Client = ReturnType<typeof createHttp2Client>;

/** What a proxy must do, whichever it is: over HTTP/2, the redirect of somebody's domain and the stream that tells of it. */
async function walk({ ask, stream }: Client, token: string): Promise<void> {
  const live = await stream(API, "/v2/handles/acme/analytics/live", { token });
  using _ = live;
  await expect.poll(live.read, { timeout: 10_000 }).toContain("retry:");
  const visit = await ask("GET", DOMAIN, "/launch", { headers: { ...CHROME, "x-forwarded-for": "1.1.1.1" } });
  expect(visit).toMatchObject({ status: 302, headers: { location: "https://example.com/landing" } });
  expect(visit.headers["strict-transport-security"]).toBeUndefined();
  expect(String(visit.headers["set-cookie"] ?? "")).not.toMatch(/domain=/i);
  await expect.poll(live.read, { timeout: 10_000 }).toContain("launch");
  // No control path on somebody's domain, and nothing that is for this machine through the proxy.
  expect((await ask("GET", DOMAIN, "/v2/auth/me", { token })).status).toBe(404);
  expect((await ask("GET", DOMAIN, "/app/")).status).toBe(404);
  for (const path of [`/internal/tls/allow?domain=${DOMAIN}`, "/metrics"]) {
    expect((await ask("GET", API, path)).status, path).toBe(404);
  }
}

test.skipIf(caddyPath === undefined || nginxPath === undefined)(
  "behind Caddy and behind nginx, as deploy/ has them, a domain goes from nothing to a redirect over HTTPS",
  async () => {
    const folder = await scratchFolder();
    await using dns = await startNameServer();
    const [caddyPort, nginxPort] = [await freePort(), await freePort()];
    await using program = await startProgram({
      ...{ HOST: "127.0.0.1", TRUSTED_PROXIES: "127.0.0.1", PUBLIC_SCHEME: "https", RATE_LIMITS: "off" },
      ...{ PUBLIC_DOMAIN: `front.example:${caddyPort}`, SITES_DOMAIN: `sites.example:${caddyPort}` },
      DNS_SERVERS: dns.address,
    });
    await using caddy = await startCaddy(program.port, caddyPort, join(folder, "caddy"));
    const client = createHttp2Client(caddyPort, caddy.authority);
    const { ask } = client;
    await expect(ask("GET", DOMAIN, "/launch")).rejects.toThrow();
    expect((await ask("POST", API, "/v2/auth/signup", { body: ACCOUNT })).status).toBe(201);
    const { accessToken: token } = JSON.parse(
      (await ask("POST", API, "/v2/auth/login", { body: ACCOUNT })).body,
    ) as { accessToken: string };
    const send = async (method: string, path: string, body: unknown) => {
      const answer = await ask(method, API, path, { token, body });
      expect(answer.status, answer.body).toBeLessThan(300);
      return JSON.parse(answer.body) as { state: string; records: { name: string; value: string }[] };
    };
    await send("POST", "/v2/handles", { handle: "acme" });
    await send("PUT", "/v2/handles/acme/links/launch", { destinationUrl: "https://example.com/landing" });
    const { records } = await send("POST", "/v2/account/domains", { domain: DOMAIN });
    await send("PUT", `/v2/account/domains/${DOMAIN}/routes`, { defaultHandle: "acme" });
    await expect(ask("GET", DOMAIN, "/launch")).rejects.toThrow();
    dns.texts.set(records[0]?.name ?? "", [records[0]?.value ?? ""]);
    expect(await send("POST", `/v2/account/domains/${DOMAIN}/reconcile`, undefined)).toMatchObject({
      state: "ACTIVE",
    });
    await walk(client, token);
    expect((await ask("GET", "acme.sites.example", "/launch")).status).toBe(302);
    await expect(ask("GET", "nobody.sites.example", "/launch")).rejects.toThrow();

    await using _ = await startNginx(program.port, nginxPort, join(folder, "nginx"), caddy.certificates);
    const behindNginx = createHttp2Client(nginxPort, caddy.authority);
    await walk(behindNginx, token);
    await expect(behindNginx.ask("GET", "nobody.sites.example", "/launch")).rejects.toThrow();
  },
);
