import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createApi } from "#platform/http/api.ts";
import { mountDashboard } from "./mount-dashboard.ts";

const ADDRESSES = { scheme: "http", publicDomain: "switchyard.test:8080", sitesDomain: "sites.test" };

function startDashboard() {
  const folder = mkdtempSync(join(tmpdir(), "dashboard-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const api = createApi({
    dashboardOrigin: "http://app.switchyard.test:8080",
    logFailure: (_, cause) => {
      throw cause;
    },
  });
  mountDashboard(api, ADDRESSES, folder);
  const get = async (path: string, headers: Record<string, string> = {}) =>
    api.request(path, { headers: { host: "localhost:8080", ...headers } });
  return { folder, get };
}

function build(folder: string) {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), `<meta nonce="__CSP_NONCE__"><script src="/app/assets/a-1.js">`);
  writeFileSync(join(folder, "assets/a-1.js"), "let a;");
  writeFileSync(join(folder, "assets/a-1.js.gz"), gzipSync("let a;"));
  writeFileSync(join(folder, ".sources"), "x");
}

test("without a build the page says what to do, and a build is found without a restart", async () => {
  const { folder, get } = startDashboard();
  const before = await get("/app/");
  expect(before.status).toBe(503);
  expect(await before.text()).toContain("npm run build:dashboard");
  build(folder);
  expect((await get("/app/")).status).toBe(200);
});

test("every address below is the page, under a policy whose nonce is another each time, and is not kept", async () => {
  const { folder, get } = startDashboard();
  build(folder);
  const nonces = new Set<string>();
  for (const path of ["/app/", "/app/acme/links", "/app/../app/x"]) {
    const page = await get(path);
    const policy = page.headers.get("content-security-policy") ?? "";
    const [, nonce = ""] = /'nonce-([\w-]{22})'/.exec(policy) ?? [];
    expect(await page.text()).toContain(`nonce="${nonce}"`);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("; connect-src 'self' http://files.sites.test; frame-src http://*.sites.test;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(page.headers.get("cache-control")).toBe("no-store");
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test("a hashed file is kept for ever, compressed for whoever takes it, and one that is gone is no page", async () => {
  const { folder, get } = startDashboard();
  build(folder);
  const plain = await get("/app/assets/a-1.js");
  expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(plain.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(plain.headers.get("content-encoding")).toBeNull();
  const packed = await get("/app/assets/a-1.js", { "accept-encoding": "gzip, br" });
  expect(packed.headers.get("content-encoding")).toBeNull();
  const gzip = await get("/app/assets/a-1.js", { "accept-encoding": "gzip" });
  expect(gzip.headers.get("content-encoding")).toBe("gzip");
  const etag = gzip.headers.get("etag") ?? "";
  expect(etag).not.toBe(plain.headers.get("etag"));
  const again = await get("/app/assets/a-1.js", { "accept-encoding": "gzip", "if-none-match": etag });
  expect(again.status).toBe(304);
  for (const path of ["assets/a-0.js", "assets/a-1.js.gz"]) {
    expect((await get(`/app/${path}`)).status, path).toBe(404);
  }
  for (const path of [".sources", "assets/%2e%2e/.sources"]) {
    expect(await (await get(`/app/${path}`)).text(), path).toContain("<script");
  }
});

test("the app host leads to it, and the API's own host has none", async () => {
  const { folder, get } = startDashboard();
  build(folder);
  const root = await get("/", { host: "app.switchyard.test:8080" });
  expect([root.status, root.headers.get("location")]).toEqual([302, "/app/"]);
  const mailed = await get("/reset-password", { host: "app.switchyard.test" });
  expect(mailed.headers.get("location")).toBe("/app/reset-password");
  expect((await get("/reset-password")).status).toBe(404);
  expect((await get("/app/", { host: "app.switchyard.test" })).status).toBe(200);
  for (const path of ["/app", "/app/", "/app/assets/a-1.js"]) {
    expect((await get(path, { host: "API.switchyard.test:8080" })).status, path).toBe(404);
  }
});
