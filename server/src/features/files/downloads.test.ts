import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentDisposition } from "#platform/http/content-disposition.ts";
import { parseRange } from "#platform/http/parse-range.ts";
import { startFiles, type Ticket } from "#testing/start-files.ts";

let it: Awaited<ReturnType<typeof startFiles>>;
beforeAll(async () => {
  it = await startFiles();
});
afterAll(() => it[Symbol.asyncDispose]());

const CONTENT = Buffer.from("0123456789");
const ask = async (ticket: Ticket, headers = {}, method = "GET") =>
  it.send(await it.downloadUrl(ticket), { method, headers });

test("ranges, conditions and HEAD are answered as HTTP has them, and only a beginning counts as a download", async () => {
  const ticket = await it.upload(CONTENT, { contentType: "text/plain", fileName: "digits.txt" });
  const etag = `"${it.sha256(CONTENT)}"`;
  const cases: [headers: Record<string, string>, status: number, text: string, range?: string][] = [
    [{}, 200, "0123456789"],
    [{ range: "bytes=0-0" }, 206, "0", "bytes 0-0/10"],
    [{ range: "bytes=2-4" }, 206, "234", "bytes 2-4/10"],
    [{ range: "bytes=8-" }, 206, "89", "bytes 8-9/10"],
    [{ range: "bytes=-3" }, 206, "789", "bytes 7-9/10"],
    [{ range: "bytes=-99" }, 206, "0123456789", "bytes 0-9/10"],
    [{ range: "bytes=5-99" }, 206, "56789", "bytes 5-9/10"],
    [{ range: "bytes=10-" }, 416, "", "bytes */10"],
    [{ range: "bytes=-0" }, 416, "", "bytes */10"],
    [{ range: "bytes=4-2" }, 200, "0123456789"],
    [{ range: "bytes=0-1,3-4" }, 200, "0123456789"],
    [{ range: "lines=0-1" }, 200, "0123456789"],
    [{ range: "bytes=2-4", "if-range": etag }, 206, "234", "bytes 2-4/10"],
    [{ range: "bytes=2-4", "if-range": '"other"' }, 200, "0123456789"],
    [{ range: "bytes=2-4", "if-range": "Sat, 29 Oct 2050 19:43:31 GMT" }, 200, "0123456789"],
    [{ "if-none-match": etag }, 304, ""],
    [{ "if-none-match": `"x", W/${etag}` }, 304, ""],
    [{ "if-none-match": '"x"' }, 200, "0123456789"],
  ];
  it.events.length = 0;
  for (const [headers, status, text, range] of cases) {
    const answer = await ask(ticket, headers);
    const seen = [answer.status, status === 416 ? "" : answer.text, answer.headers["content-range"]];
    expect(seen, JSON.stringify(headers)).toEqual([status, text, range]);
    expect(answer.headers.etag).toBe(status < 400 ? etag : undefined);
    expect(answer.headers["content-disposition"] === undefined).toBe(status >= 400);
  }
  expect(it.events.map(({ status }) => status)).toEqual([200, 206, 206, 200, 200, 200, 200, 200, 200]);
  const head = await ask(ticket, {}, "HEAD");
  expect([head.status, head.headers["content-length"], head.text]).toEqual([200, "10", ""]);
  expect((await ask(ticket, {}, "POST")).headers["allow"]).toBe("GET, HEAD");
  expect(it.events).toHaveLength(9);
});

test("the address of a download lapses after an hour, and then leads to where there is a new one", async () => {
  const ticket = await it.upload("lasting");
  const url = await it.downloadUrl(ticket);
  it.control.advance(3_600_000 - 1);
  expect((await it.send(url)).status).toBe(200);
  it.control.advance(1);
  const lapsed = await it.send(url);
  expect([lapsed.status, lapsed.headers.location]).toEqual([302, ticket.publicUrl]);
});

test("the content origin sets no cookie, reads none, and has nothing but files", async () => {
  const origin = "http://files.sites.test";
  for (const path of [
    "/",
    "/v2",
    "/v2/auth/me",
    "/openapi.json",
    "/docs",
    "/app",
    "/launch",
    "/_fn/x",
    "/robots.txt",
    "/.well-known/jwks.json",
  ]) {
    const answer = await it.send(origin + path);
    expect([path, answer.status, answer.headers["set-cookie"]]).toEqual([path, 404, undefined]);
  }
  for (const host of ["FILES.sites.test", "files.sites.test.:9", "files.sites.test:1"]) {
    expect((await it.send(`${origin}/upload/x`, { method: "OPTIONS", headers: { host } })).status, host).toBe(
      204,
    );
  }
  const named = await it.control.signedIn("somebody");
  expect((await named.post("/v2/handles", { handle: "files" })).status).toBe(400);
});

test("a reader who goes away ends the reading, and one who reads slowly is given no more than he takes", async () => {
  const content = randomBytes(8_000_000);
  const url = await it.downloadUrl(await it.upload(content));
  const { host, pathname } = new URL(url);
  const socket = connect(it.port, "127.0.0.1");
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await new Promise((seen) => socket.once("data", seen));
  socket.destroy();
  expect((await it.send(url)).content.equals(content)).toBe(true);
  expect(it.failures).toEqual([]);
});

test.each([
  ["plain.txt", "attachment; filename=\"plain.txt\"; filename*=UTF-8''plain.txt"],
  ['a"b\\c%.txt', "attachment; filename=\"a_b_c_.txt\"; filename*=UTF-8''a%22b%5Cc%25.txt"],
  [
    "naïve 'é' (1)*.pdf",
    "attachment; filename=\"nai_ve 'e_' (1)*.pdf\"; filename*=UTF-8''na%C3%AFve%20%27%C3%A9%27%20%281%29%2A.pdf",
  ],
  ["名前.zip", "attachment; filename=\"__.zip\"; filename*=UTF-8''%E5%90%8D%E5%89%8D.zip"],
])("%s is named so that every program can save it", (name, header) => {
  expect(contentDisposition("attachment", name)).toBe(header);
});

test("of nothing there is no range", () => {
  expect([parseRange("bytes=0-", 0), parseRange("bytes=-1", 0), parseRange(undefined, 0)]).toEqual([
    "unsatisfiable",
    "unsatisfiable",
    null,
  ]);
});
