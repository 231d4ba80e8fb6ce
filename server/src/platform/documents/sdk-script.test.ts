import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createApi } from "#platform/http/api.ts";
import { mountSdkScripts } from "./sdk-script.ts";

const DASHBOARD = "https://app.example.com";
const FILE = join(import.meta.dirname, "../../../sdk/sdk.js");
const KB = 1024;

const api = createApi({ dashboardOrigin: DASHBOARD, logFailure: () => {} });
mountSdkScripts(api);

async function fetchScript(headers: Record<string, string> = {}, method = "GET") {
  const response = await api.request("/_assets/sdk.js", { method, headers });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

test("the script is no larger than 6 KB on its way, and what it loads for forms no larger than 3", async () => {
  const lengthOf = async (file: string) => gzipSync(await readFile(file), { level: 9 }).length;
  expect(await lengthOf(FILE)).toBeLessThanOrEqual(6 * KB);
  const forms = join(FILE, "../forms.js");
  expect(await lengthOf(forms)).toBeLessThanOrEqual(3 * KB);
  const served = await api.request("/_assets/forms.js");
  expect(await served.text()).toBe(await readFile(forms, "utf8"));
});

test("what is served is the file, in the smallest coding that the reader takes", async () => {
  const source = await readFile(FILE);
  const plain = (bytes: Buffer) => bytes;
  for (const [accepted, coding, unpack] of [
    [undefined, null, plain],
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["GZIP", "gzip", gunzipSync],
    ["br;q=0, gzip;q=0.5", "gzip", gunzipSync],
    ["*", "br", brotliDecompressSync],
    ["*;q=0", null, plain],
    ["br;q=x", null, plain],
    ["identity, deflate", null, plain],
  ] as const) {
    const { status, headers, bytes } = await fetchScript(accepted && { "accept-encoding": accepted });
    expect(status).toBe(200);
    expect(headers.get("content-encoding"), accepted).toBe(coding);
    expect(headers.get("content-length"), accepted).toBe(String(bytes.length));
    expect(unpack(bytes).equals(source), accepted).toBe(true);
  }
});

test("any page may load it, caches keep it for all alike, and it is read as nothing but a script", async () => {
  for (const origin of ["https://shop.example", DASHBOARD]) {
    const { headers } = await fetchScript({ origin, "accept-encoding": "br" });
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
      "x-request-id": expect.any(String),
      vary: "accept-encoding",
    });
    expect(headers.has("set-cookie")).toBe(false);
  }
});

test("whoever holds it is told so in every coding, and whoever holds another gets it", async () => {
  const etags = new Set<string>();
  for (const coding of ["identity", "gzip", "br"]) {
    const ask = (held: string) => fetchScript({ "accept-encoding": coding, "if-none-match": held });
    const { headers } = await ask('"other"');
    const etag = headers.get("etag") ?? "";
    etags.add(etag);
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const unchanged = await ask(held);
      expect(unchanged.status, held).toBe(304);
      expect(unchanged.bytes).toHaveLength(0);
      expect(unchanged.headers.get("etag")).toBe(etag);
      expect(unchanged.headers.get("vary")).toBe("accept-encoding");
    }
    expect(await ask('"other"')).toMatchObject({ status: 200 });
  }
  expect(etags.size).toBe(3);
});

test("HEAD says what GET would, without the bytes", async () => {
  const got = await fetchScript({ "accept-encoding": "gzip" });
  const headed = await fetchScript({ "accept-encoding": "gzip" }, "HEAD");
  expect(headed.status).toBe(200);
  expect(headed.bytes).toHaveLength(0);
  for (const name of ["etag", "content-length", "content-encoding", "content-type", "cache-control"]) {
    expect(headed.headers.get(name), name).toBe(got.headers.get(name));
  }
});
