import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Api } from "#platform/http/api.ts";
import { type Coding, codingFor } from "./coding-for.ts";
import { isHeld } from "./is-held.ts";

const FOLDER = join(import.meta.dirname, "../../../sdk");
const NAMES = ["sdk.js", "forms.js"] as const;

type Script = { readonly bytes: Buffer<ArrayBuffer>; readonly etag: string };

/** Any page may load it; it is the same for all, and its questions are answered by the handle's list of origins. */
const HEADERS = {
  "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "x-content-type-options": "nosniff",
  vary: "accept-encoding",
} as const;

const made = new Map<string, Readonly<Record<Coding, Script>>>();

/** The browser SDK at `/_assets/sdk.js`, and what it loads for forms, as they lie in the repository, compressed once. */
export function mountSdkScripts(api: Api): void {
  for (const name of NAMES) mountScript(api, name);
}

function mountScript(api: Api, name: (typeof NAMES)[number]): void {
  const scripts = made.get(name) ?? makeScripts(join(FOLDER, name));
  made.set(name, scripts);
  api.get(`/_assets/${name}`, (c) => {
    const coding = codingFor(c.req.header("accept-encoding"));
    const { bytes, etag } = scripts[coding];
    // What is for everyone carries no leave for the dashboard alone, which caches would hand to others.
    c.set("stamp", { "x-request-id": c.get("requestId") });
    if (isHeld(c.req.header("if-none-match"), etag)) return c.body(null, 304, { ...HEADERS, etag });
    return c.body(bytes, 200, {
      ...HEADERS,
      etag,
      "content-type": "text/javascript; charset=utf-8",
      "content-length": String(bytes.length),
      ...(coding !== "identity" && { "content-encoding": coding }),
    });
  });
}

/** Each coding has an ETag of its own, since their bytes differ. */
function makeScripts(file: string): Readonly<Record<Coding, Script>> {
  const source = readFileSync(file);
  const digest = hash("sha256", source).slice(0, 32);
  const make = (bytes: Uint8Array, suffix: string) => ({
    bytes: Buffer.from(bytes),
    etag: `"${digest}${suffix}"`,
  });
  return {
    identity: make(source, ""),
    gzip: make(gzipSync(source, { level: 9 }), "-gzip"),
    br: make(brotliCompressSync(source), "-br"),
  };
}
