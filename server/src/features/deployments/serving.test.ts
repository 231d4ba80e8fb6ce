import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { compressDeployments } from "#features/deployments/index.ts";
import { startSites } from "#testing/start-sites.ts";

const SITE = {
  "index.html": "home",
  "about.html": "about",
  "docs/index.html": "docs",
  "docs/deep/page.html": "deep",
  "404.html": "nothing here",
  "robots.txt": "User-agent: *\nAllow: /\n",
  "app.3f9ac01b.js": "js",
  "Überblick/straße.html": "umlaut",
};

test("addresses are clean: with and without .html, and one form of each with a slash", async () => {
  await using sites = await startSites();
  const { deploy, visit } = sites;
  await deploy(SITE);
  const found = {
    "/": "home",
    "/index.html": "home",
    "/about": "about",
    "/about.html": "about",
    "/docs/": "docs",
    "/docs/index.html": "docs",
    "/docs/deep/page": "deep",
    "/robots.txt": SITE["robots.txt"],
    [`/${encodeURI("Überblick/straße")}`]: "umlaut",
    // As some systems write an Ü: a U, and two dots.
    [`/${encodeURI("Überblick/straße.html".normalize("NFD"))}`]: "umlaut",
  };
  for (const [path, body] of Object.entries(found)) {
    expect({ path, ...(await visit(path)) }).toMatchObject({ path, status: 200, body });
  }
  const moved = {
    "/docs": "/docs/",
    "/about/": "/about",
    "/docs?x=1": "/docs/?x=1",
    "/docs/deep/page/": "/docs/deep/page",
  };
  for (const [path, location] of Object.entries(moved)) {
    expect({ path, ...(await visit(path)) }).toMatchObject({ path, status: 308, location });
  }
  for (const path of [
    "/nothing",
    "/docs/nothing.css",
    "/docs%2findex.html",
    "//docs/",
    "/docs/deep/",
    "/_redirects",
  ]) {
    expect({ path, ...(await visit(path)) }).toMatchObject({ path, status: 404, body: "nothing here" });
  }
  expect(await visit("/favicon.ico")).toMatchObject({ status: 404, body: "nothing here" });
  expect((await visit("/about", { method: "POST" })).headers).toMatchObject({ allow: "GET, HEAD" });
  expect(await visit("/about", { method: "HEAD" })).toMatchObject({
    status: 200,
    body: "",
    headers: { "content-length": "5" },
  });
});

test("a link of exactly that address comes first, and what neither has is still told as an orphan", async () => {
  await using sites = await startSites();
  const { deploy, visit, edge, owner } = sites;
  await deploy(SITE);
  await owner.put("/v2/handles/acme/links/about", { destinationUrl: "https://example.com/about-us" });
  expect(await visit("/about")).toMatchObject({ status: 302, location: "https://example.com/about-us" });
  expect((await visit("/about.html")).body).toBe("about");
  expect(edge.events.map(({ kind }) => kind)).toEqual(["click"]);
  expect(await visit("/gone")).toMatchObject({ status: 404, body: "nothing here" });
  expect(edge.events.map(({ kind, slug }) => [kind, slug]).at(-1)).toEqual(["orphan", "gone"]);
  await owner.delete("/v2/handles/acme/links/about");
  expect((await visit("/about")).body).toBe("about");
  expect(edge.events).toHaveLength(2);
});

test("_redirects lead on, rewrite and answer 404, and never to another host than is written in them", async () => {
  await using sites = await startSites();
  const { deploy, visit } = sites;
  const rules = `# Moved
/old            /about          301
/blog/:year/:slug  /docs/:slug?y=:year  302
/ext/*          https://example.com/x/:splat  307
/out/*          /:splat
/app/*          /index.html     200
/secret/*       /404.html       404
/about.html     /docs/          302!
/denied         https://denied.example/
/proxy/*        https://example.com/:splat 200
/cond           /x              302  Country=de
/host/*         https://:splat/
nonsense`;
  const { warnings } = await deploy({ ...SITE, _redirects: rules });
  expect(warnings).toHaveLength(4);
  const led = {
    "/old": [301, "/about"],
    "/old?a=b": [301, "/about?a=b"],
    "/blog/2025/hello%20there": [302, "/docs/hello%20there?y=2025"],
    "/ext/a/b?c=d": [307, "https://example.com/x/a/b?c=d"],
    "/ext/..%0d%0aSet-Cookie:x": [307, "https://example.com/x/..%0D%0ASet-Cookie%3Ax"],
    "/out//evil.example/x": [301, "/evil.example/x"],
    "/out/https://evil.example": [301, "/https%3A//evil.example"],
    "/about.html": [302, "/docs/"],
  } as const;
  for (const [path, [status, location]] of Object.entries(led)) {
    expect({ path, ...(await visit(path)) }).toMatchObject({ path, status, location });
  }
  expect(await visit("/app/some/where")).toMatchObject({ status: 200, body: "home" });
  expect(await visit("/secret/x")).toMatchObject({ status: 404, body: "nothing here" });
  expect((await visit("/denied")).location).toBeUndefined();
  for (const path of ["/proxy/x", "/cond", "/host/evil.example", "/_redirects"]) {
    expect({ path, ...(await visit(path)) }).toMatchObject({ path, status: 404 });
  }
});

test("_headers add what is safe, and can set no cookie and take no header of ours away", async () => {
  await using sites = await startSites();
  const { deploy, visit } = sites;
  const rules = `/*
  X-Frame-Options: DENY
  Content-Security-Policy: default-src 'self'
  Set-Cookie: a=b; Domain=sites.test
  X-Content-Type-Options: off
  Content-Length: 3
  Transfer-Encoding: chunked
  Clear-Site-Data: "*"
/docs/*
  Cache-Control: max-age=60
  X-Own: yes
`;
  const { warnings } = await deploy({ ...SITE, _headers: rules });
  expect(warnings).toHaveLength(5);
  const { headers } = await visit("/docs/deep/page");
  expect(headers).toMatchObject({
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'self'",
    "x-content-type-options": "nosniff",
    "content-length": "4",
    "cache-control": "max-age=60",
    "x-own": "yes",
    "referrer-policy": "strict-origin-when-cross-origin",
  });
  expect(headers["set-cookie"]).toBeUndefined();
  expect(headers["clear-site-data"]).toBeUndefined();
  const home = await visit("/");
  expect(home.headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
  expect(home.headers["x-own"]).toBeUndefined();
  expect((await visit("/app.3f9ac01b.js")).headers["cache-control"]).toContain("immutable");
});

test("copies are told to be good, parts are sent, and both are of the bytes that they name", async () => {
  await using sites = await startSites();
  const { deploy, visit } = sites;
  const large = "0123456789".repeat(100_000);
  await deploy({ ...SITE, "film.mp4": large, "small.bin": "0123456789" });
  const { headers } = await visit("/about");
  const etag = String(headers.etag);
  expect(await visit("/about", { headers: { "if-none-match": etag } })).toMatchObject({
    status: 304,
    body: "",
  });
  expect(await visit("/about", { headers: { "if-none-match": `W/${etag}, "x"` } })).toMatchObject({
    status: 304,
  });
  expect(await visit("/about", { headers: { "if-none-match": '"x"' } })).toMatchObject({ status: 200 });
  for (const path of ["/film.mp4", "/small.bin"]) {
    const whole = await visit(path);
    const size = whole.body.length;
    const part = await visit(path, { headers: { range: "bytes=2-4" } });
    expect(part).toMatchObject({
      status: 206,
      body: "234",
      headers: { "content-range": `bytes 2-4/${size}` },
    });
    expect((await visit(path, { headers: { range: "bytes=-3" } })).body).toBe("789");
    expect(await visit(path, { headers: { range: `bytes=${size}-` } })).toMatchObject({ status: 416 });
    const other = { range: "bytes=2-4", "if-range": '"other"' };
    expect((await visit(path, { headers: other })).body).toHaveLength(size);
    const same = { range: "bytes=2-4", "if-range": String(whole.headers.etag) };
    expect((await visit(path, { headers: same })).status).toBe(206);
    expect((await visit(path, { headers: { range: "bytes=0-1,3-4" } })).status).toBe(200);
    expect((await visit(path, { headers: { range: "bytes=2-4" }, method: "HEAD" })).body).toBe("");
  }
});

test("what is worth it is compressed once, and the same content of the next deployment not again", async () => {
  await using sites = await startSites();
  const { deploy, visit, control, edge } = sites;
  const css = "body { color: red }\n".repeat(1000);
  await deploy({ ...SITE, "app.css": css });
  const ask = { headers: { "accept-encoding": "gzip, deflate, br, zstd" } };
  const before = await visit("/app.css", ask);
  expect(before.headers["content-encoding"]).toBeUndefined();
  await compressDeployments(control.deps, new AbortController().signal);
  const after = await visit("/app.css", ask);
  expect(after.headers).toMatchObject({ "content-encoding": "br", vary: "Accept-Encoding" });
  expect(after.headers.etag).not.toBe(before.headers.etag);
  expect((await visit("/app.css", { headers: { "accept-encoding": "br;q=0" } })).body).toBe(css);
  expect(gunzipSync(await bytesOf(edge.port, "/app.css", "gzip")).toString()).toBe(css);

  await deploy({ ...SITE, "app.css": css, "new.txt": "new" });
  expect((await visit("/app.css", ask)).headers["content-encoding"]).toBe("br");
});

test("the root shows what was chosen: the site, the handle's page, or another address", async () => {
  await using sites = await startSites();
  const { deploy, visit, owner } = sites;
  const mode = "/v2/handles/acme/site-mode";
  expect((await owner.get(mode)).body).toMatchObject({ mode: "LINKTREE", isChosen: false, version: 0 });
  await deploy(SITE);
  expect((await owner.get(mode)).body).toMatchObject({
    ...{ mode: "SITE", isChosen: false },
    url: "http://acme.sites.test/",
  });
  expect((await visit("/")).body).toBe("home");

  expect(await owner.put(mode, { mode: "LINKTREE" })).toMatchObject({ status: 200, body: { version: 1 } });
  expect((await visit("/")).body).toContain("<h1>acme</h1>");
  expect(await owner.put(mode, { mode: "REDIRECT" })).toMatchObject({
    status: 400,
    body: { error: "invalid_destination_url" },
  });
  for (const redirectUrl of [
    "javascript:alert(1)",
    "https://denied.example/",
    "http://acme.sites.test/",
    "//x",
  ]) {
    const answer = await owner.put(mode, { mode: "REDIRECT", redirectUrl });
    expect({ redirectUrl, ...answer }).toMatchObject({
      redirectUrl,
      status: 400,
      body: { error: "invalid_destination_url" },
    });
  }
  const to = { mode: "REDIRECT", redirectUrl: "https://example.com/acme" };
  expect(await owner.put(mode, to)).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await visit("/?a=b")).toMatchObject({ status: 302, location: "https://example.com/acme?a=b" });
  expect((await visit("/about")).body).toBe("about");
  const stale = await owner.put(mode, { mode: "SITE" }, { "if-match": '"1"' });
  expect(stale).toMatchObject({ status: 412 });
  await owner.put(mode, { mode: "SITE" });
  expect((await visit("/")).body).toBe("home");
});

test("a page with a form of ours gets the SDK, once and before it is served; all others stay byte for byte", async () => {
  await using sites = await startSites();
  const { deploy, visit } = sites;
  const form =
    '<html><head><meta charset="iso-8859-1"><title>\xfc</title></head><form data-10x-form="lead"></form></html>';
  const own = `${form}<script src="https://api.switchyard.test/_assets/sdk.js"></script>`;
  const page = Buffer.from(form, "latin1");
  await deploy({ ...SITE, "form.html": page as never, "own.html": own });
  const { body, headers } = await visit("/form");
  const tag =
    '<script async src="http://api.switchyard.test/_assets/sdk.js" data-handle="acme"></script></head>';
  expect(body).toContain(tag);
  expect(Number(headers["content-length"])).toBe(page.length + tag.length - "</head>".length);
  expect((await visit("/own")).body).toBe(own);
  expect((await visit("/about")).body).toBe("about");
});

async function bytesOf(port: number, path: string, coding: string): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Promise<Buffer>>();
  const headers = { host: "acme.sites.test", "accept-encoding": coding };
  request({ port, path, headers, agent: false }, (incoming) => resolve(buffer(incoming))).end();
  return promise;
}
