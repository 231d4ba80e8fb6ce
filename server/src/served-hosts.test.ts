import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { buildControlApi } from "#control.ts";
import { createLimits, LIMITS } from "#platform/limits/limits.ts";
import { startControl } from "#testing/start-control.ts";
import { startEdge } from "#testing/start-edge.ts";

test("a certificate may be had for names that are answered, and for no other", async () => {
  await using world = await startEdge();
  const { serves } = world.edge;
  await world.setHost("former", { handleId: "hdl_acme", movedTo: "acme", until: Date.parse("2026-01-02") });
  const served = ["switchyard.test", "api.switchyard.test", "app.switchyard.test", "files.sites.test"];
  for (const name of [...served, "acme.sites.test", "ACME.sites.test.", "former.sites.test"]) {
    expect(await serves(name), name).toBe(true);
  }
  const foreign = ["nobody.sites.test", "acme.switchyard.test", "a.acme.sites.test", "x--acme.sites.test"];
  for (const name of [...foreign, "", "acme", "example.com", "evil-switchyard.test", "\u0000", "[::1]"]) {
    expect(await serves(name), name).toBe(false);
  }
  world.advance(86_400_000);
  expect(await serves("former.sites.test")).toBe(false);
});

test("only a proxy on this machine may ask, and only for itself; and not without end", async () => {
  await using control = await startControl();
  const asked: string[] = [];
  const api = buildControlApi(
    { ...control.deps, limits: createLimits() },
    {
      ...{ operations: [], addressOf: () => "192.0.2.1", tokenWatch: control.tokenWatch, health: [] },
      ...{ registry: new Registry(), metricsToken: undefined },
      servesHost: async (host) => asked.push(host) > 0 && host === "go.example",
    },
  );
  const ask = async (
    address: string,
    headers = {},
    origin = "http://127.0.0.1:8080",
    domain = "go.example",
  ) => (await api.request(`${origin}/internal/tls/allow?domain=${domain}`, { headers }, { address })).status;
  expect(await ask("203.0.113.9")).toBe(404);
  expect(await ask("127.0.0.1", { "x-forwarded-for": "127.0.0.1" })).toBe(404);
  expect(await ask("127.0.0.1", { forwarded: "for=127.0.0.1" })).toBe(404);
  expect(await ask("127.0.0.1", {}, "http://api.switchyard.test")).toBe(404);
  expect(asked).toEqual([]);
  expect(await ask("127.0.0.1")).toBe(200);
  expect(await ask("::1", {}, "http://[::1]:8080", "other.example")).toBe(403);
  for (let count = 2; count < LIMITS.tlsQuestion.quota; count++) await ask("127.0.0.1");
  expect(await ask("127.0.0.1")).toBe(429);
});
