import { Registry } from "prom-client";
import { afterAll, describe, expect, test } from "vitest";
import { buildControlApi } from "#control.ts";
import { startControl } from "#testing/start-control.ts";

const control = await startControl();
afterAll(() => control[Symbol.asyncDispose]());

type Health = { name: string; isRequired: boolean; holds: () => Promise<boolean> };

function apiWith(health: readonly Health[], metricsToken?: string) {
  return buildControlApi(control.deps, {
    operations: [],
    addressOf: () => "192.0.2.1",
    tokenWatch: control.tokenWatch,
    registry: new Registry(),
    health,
    metricsToken,
  });
}

describe("health", () => {
  const up = async () => true;
  const down = async () => Promise.reject(new Error("away"));
  test.each([
    ["everything is there", up, up, 200, "ready"],
    ["something it can do without is away", up, down, 200, "degraded"],
    ["something it cannot do without is away", down, up, 503, "unavailable"],
  ])("when %s", async (_, database, warehouse, status, said) => {
    const api = apiWith([
      { name: "database", isRequired: true, holds: database },
      { name: "warehouse", isRequired: false, holds: warehouse },
    ]);
    const answer = await api.request("/health/ready");
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status: said });
    expect((await api.request("/health/live")).status).toBe(200);
  });
});

describe("metrics", () => {
  const read = (api: ReturnType<typeof apiWith>, address: string, headers = {}) =>
    Promise.resolve(api.request("/metrics", { headers }, { address })).then(({ status }) => status);

  test("without a token are for this machine, and not for whoever comes through a proxy on it", async () => {
    const api = apiWith([]);
    expect(await read(api, "127.0.0.1")).toBe(200);
    expect(await read(api, "::1")).toBe(200);
    expect(await read(api, "203.0.113.9")).toBe(404);
    expect(await read(api, "127.0.0.1", { "x-forwarded-for": "203.0.113.9" })).toBe(404);
  });

  test("with a token are for whoever has it, from anywhere, and for nobody else", async () => {
    const api = apiWith([], "m3trics");
    expect(await read(api, "203.0.113.9", { authorization: "Bearer m3trics" })).toBe(200);
    expect(await read(api, "127.0.0.1")).toBe(404);
    expect(await read(api, "127.0.0.1", { authorization: "Bearer m3tric" })).toBe(404);
  });
});

test("the public keys verify what we sign, and are no private ones", async () => {
  const { body } = await control.anonymous.get("/.well-known/jwks.json");
  const { keys } = body as { keys: Record<string, string>[] };
  expect(keys).toEqual([
    expect.objectContaining({
      kty: "OKP",
      crv: "Ed25519",
      alg: "EdDSA",
      use: "sig",
      kid: expect.any(String),
    }),
  ]);
  expect(keys[0]).not.toHaveProperty("d");
});

test("the reference is a page that runs with nothing from elsewhere", async () => {
  const page = await control.api.request("/docs");
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  const html = await page.text();
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? "");
  expect(files).toHaveLength(3);
  for (const file of files) expect((await control.api.request(file)).status, file).toBe(200);
  expect(html).not.toMatch(/https?:\/\//);
});
