import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFiles } from "#testing/start-files.ts";
import { TRAVERSALS } from "#testing/traversals.ts";

let it: Awaited<ReturnType<typeof startFiles>>;
beforeAll(async () => {
  it = await startFiles();
});
afterAll(() => it[Symbol.asyncDispose]());

const FILES = "/v2/handles/acme/files";
const ORIGIN = "http://files.sites.test";

/** What of this machine would be told if a path were taken for one of its own. */
const BETRAYED = /root:|SQLite format|\/tmp\/|node_modules|ENOENT/;

test("at least a hundred ways to climb out of a folder name a file, or are refused; none becomes a path or a header", async () => {
  expect(TRAVERSALS.length).toBeGreaterThan(100);
  for (const fileName of TRAVERSALS) {
    const answer = await it.creator.post(FILES, { fileName, sizeBytes: 1 });
    expect([201, 400], fileName).toContain(answer.status);
    if (answer.status === 400) {
      expect(answer.body, fileName).toMatchObject({ error: "invalid_payload" });
      continue;
    }
    const { fileId, uploadUrl, publicUrl } = answer.body as Parameters<typeof it.downloadUrl>[0];
    expect(uploadUrl).toMatch(/^http:\/\/files\.sites\.test\/upload\/[\w.-]+$/);
    expect((await it.send(uploadUrl, { method: "PUT", body: "x" })).status).toBe(204);
    const got = await it.send(await it.downloadUrl({ fileId, uploadUrl, publicUrl }));
    const disposition = got.headers["content-disposition"] ?? "";
    expect(disposition, fileName).toMatch(
      /^attachment; filename="[^"\\/%]*"; filename\*=UTF-8''[\w.~!$&+^`|#%-]+$/,
    );
    expect(decodeURIComponent(disposition.split("''")[1] ?? "")).not.toMatch(/[/\\\p{Cc}\u202e]/u);
    expect(got.headers["set-cookie"]).toBe(undefined);
  }
});

/** As it is written, without anybody on the way who would put it in order. */
async function rawStatus(method: string, target: string): Promise<[status: number, answer: string]> {
  const socket = connect(it.port, "127.0.0.1");
  const lines = [
    `${method} ${target} HTTP/1.1`,
    "Host: files.sites.test",
    "Content-Length: 1",
    "Connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\nx`);
  const answer = await text(socket).catch(() => "");
  return [Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 400), answer];
}

test("the same in the addresses of uploads, downloads and pages finds nothing", async () => {
  const ticket = await it.announce({ fileName: "a", sizeBytes: 1 });
  const download = new URL(await it.downloadUrl(await it.upload("secret"))).pathname;
  const upload = new URL(ticket.uploadUrl).pathname;
  const attacks = TRAVERSALS.filter((one) => !/[\r\n]/.test(one)).flatMap((one, index) => {
    const kind = [
      "PUT /upload/",
      "GET /download/",
      "GET /f/",
      "POST /m/",
      "GET /",
      `GET ${download}/`,
      `PUT ${upload}/`,
    ];
    return [kind[index % kind.length] + one, kind[(index + 3) % kind.length] + one];
  });
  expect(attacks.length).toBeGreaterThan(300);
  for (let start = 0; start < attacks.length; start += 20) {
    await Promise.all(
      attacks.slice(start, start + 20).map(async (attack) => {
        const [method = "", target = ""] = attack.split(/ (.*)/s);
        const [status, answer] = await rawStatus(method, target);
        expect([400, 401, 404], attack).toContain(status);
        expect(answer, attack).not.toMatch(BETRAYED);
      }),
    );
  }
  expect(it.failures).toEqual([]);
});

const HTML = "<!doctype html><script>alert(document.domain)</script>";
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
const GIF_JS = "GIF89a/*\x00\x00*/=1;alert(document.domain)";
const PDF_HTML = `%PDF-1.7\n${HTML}\n%%EOF`;
const PNG_HTML = Buffer.from(`\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01${HTML}`, "latin1");
const hugePng = Buffer.from("89504e470d0a1a0a0000000d494844520000c3500000c3500806000000", "hex");
const BYTES = "application/octet-stream";

const MASKED: [
  what: string,
  content: string | Buffer,
  fileName: string,
  contentType: string,
  served: string,
][] = [
  ["a page", HTML, "a.html", "text/html", BYTES],
  ["a page of another kind", HTML, "a.xhtml", "application/xhtml+xml", BYTES],
  ["a page named as a picture", HTML, "a.jpg", "image/jpeg", BYTES],
  ["a page announced as a picture", HTML, "a.png", "image/png", BYTES],
  ["a page announced as text", HTML, "a.txt", "text/plain", "text/plain; charset=utf-8"],
  ["a page announced as a film", HTML, "a.mp4", "video/mp4", BYTES],
  ["a script", "alert(1)", "a.js", "text/javascript", BYTES],
  ["a script of old", "alert(1)", "a.js", "application/x-javascript", BYTES],
  ["a module of bytes", "\0asm", "a.wasm", "application/wasm", BYTES],
  ["a style", "@import url(//evil)", "a.css", "text/css", BYTES],
  ["a drawing that runs", SVG, "a.svg", "image/svg+xml", BYTES],
  ["a document that transforms", "<?xml?>", "a.xml", "text/xml", BYTES],
  ["a feed", "<?xml?>", "a.rss", "application/rss+xml", BYTES],
  ["a picture that is a script", GIF_JS, "a.gif", "image/gif", "image/gif"],
  ["a picture that is a page", PNG_HTML, "a.png", "image/png", "image/png"],
  ["a document that is a page", PDF_HTML, "a.pdf", "application/pdf", "application/pdf"],
  ["a picture of 50 000 by 50 000", hugePng, "a.png", "image/png", BYTES],
  ["a Flash film", "FWS", "a.swf", "application/x-shockwave-flash", BYTES],
  ["a whole site in mail", "From: x", "a.mht", "multipart/related", BYTES],
  ["a mail", "From: x", "a.eml", "message/rfc822", BYTES],
  ["a manifest", "CACHE MANIFEST", "a.appcache", "text/cache-manifest", BYTES],
  ["a type that nobody knows", HTML, "a.x", "x-made/up", BYTES],
  ["a type that sniffs", HTML, "a.bin", "application/unknown", BYTES],
  ["nothing at all", "", "a.png", "image/png", BYTES],
];

test("whatever a file pretends to be, it is served as something that runs nowhere", async () => {
  for (const [what, content, fileName, contentType, served] of MASKED) {
    const got = await it.send(await it.downloadUrl(await it.upload(content, { fileName, contentType })));
    expect([what, got.status, got.headers["content-type"]]).toEqual([what, 200, served]);
    expect(got.headers, what).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy":
        "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "cross-origin-resource-policy": "cross-origin",
      "referrer-policy": "no-referrer",
    });
    const isShown = served.startsWith("image/") || served.startsWith("text/plain");
    expect(got.headers["content-disposition"], what).toMatch(isShown ? /^inline; / : /^attachment; /);
    const refused = await it.send(`${ORIGIN}/download/forged`, { headers: { accept: "*/*" } });
    expect([refused.status, refused.headers["x-content-type-options"]]).toEqual([404, "nosniff"]);
  }
});

test("another handle's file is seen, listed and deleted by nobody but its own", async () => {
  const ticket = await it.upload("mine");
  const stranger = await it.control.member("OWNER", "other");
  const reader = await it.control.token(["files.*"], { handle: "other" });
  const absent = await stranger.get("/v2/handles/other/files/fil_nobody");
  for (const who of [stranger, reader]) {
    const prefix = who === reader ? "/v2/public/handles" : "/v2/handles";
    const seen = await who.get(`${prefix}/other/files/${ticket.fileId}`);
    expect([seen.status, (seen.body as Record<string, unknown>)["message"]]).toEqual([
      404,
      (absent.body as Record<string, unknown>)["message"],
    ]);
    expect((await who.delete(`${prefix}/other/files/${ticket.fileId}`)).status).toBe(404);
    expect((await who.get(`${prefix}/other/files`)).body).toMatchObject({ files: [] });
    expect([403, 404]).toContain((await who.get(`${prefix}/acme/files/${ticket.fileId}`)).status);
  }
  expect((await it.send(await it.downloadUrl(ticket))).text).toBe("mine");
});
