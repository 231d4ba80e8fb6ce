import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { startFiles, type Ticket } from "#testing/start-files.ts";

const PART = { "content-type": "application/offset+octet-stream" };
const part = (offset: number) => ({ ...PART, "upload-offset": String(offset) });
const put = (body: Uint8Array | string, headers = {}) => ({ method: "PUT", body, headers });
const patch = (offset: number, body: Uint8Array | string) => ({
  method: "PATCH",
  headers: part(offset),
  body,
});

const MINUTE_MS = 60_000;
const small = { fileName: "a.txt", sizeBytes: 5 };

const stateOf = async (it: Awaited<ReturnType<typeof startFiles>>, { fileId }: Ticket) =>
  ((await it.creator.get(`/v2/handles/acme/files/${fileId}`)).body as { status: string }).status;

test("what is not as announced is refused, leaves nothing, and can be sent again", async () => {
  await using it = await startFiles();
  const ticket = await it.announce({ ...small, sha256: it.sha256("right") });
  const refusals: [body: string, headers: object, status: number][] = [
    ["shrt", {}, 400],
    ["too long", {}, 413],
    ["wrong", {}, 400],
    ["right", { "content-digest": "sha-256=:AAAA:" }, 400],
    ["right", { "content-digest": `sha-256=:${Buffer.alloc(32).toString("base64")}:` }, 400],
  ];
  for (const [body, headers, status] of refusals) {
    const answer = await it.send(ticket.uploadUrl, put(body, headers));
    expect([body, answer.status]).toEqual([body, status]);
    expect(JSON.parse(answer.text)).toMatchObject({ requestId: expect.any(String) });
  }
  expect(await it.control.rows("select state from blobs")).toEqual([]);
  const digest = Buffer.from(it.sha256("right"), "hex").toString("base64");
  const sent = await it.send(
    ticket.uploadUrl,
    put("right", { "content-digest": `md5=:x:, sha-256=:${digest}:` }),
  );
  expect([sent.status, await stateOf(it, ticket)]).toEqual([204, "READY"]);
});

/** Bytes as they are, whatever they claim. */
async function raw(port: number, { uploadUrl }: Ticket, head: string, body: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const { host, pathname } = new URL(uploadUrl);
  socket.write(`PUT ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${head}\r\n\r\n${body}`);
  const answer = text(socket).catch(() => "");
  await Promise.race([answer, once(socket, "end")]);
  socket.end();
  return (await answer).split("\r\n", 1)[0] ?? "";
}

test("a length that lies is believed neither way", async () => {
  await using it = await startFiles();
  const ticket = await it.announce(small);
  const chunked = "Transfer-Encoding: chunked";
  expect(await raw(it.port, ticket, "Content-Length: 99999999999", "hello")).toContain("413");
  expect(await raw(it.port, ticket, "Content-Length: 4", "hello")).toContain("400");
  expect(await raw(it.port, ticket, "Content-Length: -5", "hello")).toContain("400");
  expect(await raw(it.port, ticket, chunked, "9\r\nhello wor\r\n0\r\n\r\n")).toContain("413");
  expect(await raw(it.port, ticket, chunked, "2\r\nhe\r\n0\r\n\r\n")).toContain("400");
  expect(await raw(it.port, ticket, `${chunked}\r\nContent-Length: 5`, "5\r\nhello\r\n0\r\n\r\n")).toContain(
    "400",
  );
  expect(await stateOf(it, ticket)).toBe("PENDING");
  expect(await raw(it.port, ticket, chunked, "5\r\nhello\r\n0\r\n\r\n")).toContain("204");
  expect(it.failures).toEqual([]);
});

test("whoever sends far too much is told so, and not just cut off", async () => {
  await using it = await startFiles();
  const ticket = await it.announce(small);
  const body = randomBytes(3_000_000);
  const chunked = { "transfer-encoding": "chunked" };
  for (const headers of [{}, chunked]) {
    expect((await it.send(ticket.uploadUrl, put(body, headers))).status).toBe(413);
    expect(
      (await it.send(ticket.uploadUrl, { ...patch(0, body), headers: { ...part(0), ...headers } })).status,
    ).toBeLessThan(414);
  }
  expect((await it.send(`${ticket.uploadUrl}x`, put(body, chunked))).status).toBe(404);
  expect((await it.send(ticket.uploadUrl, put("hello"))).status).toBe(204);
});

test("an address is good for one file, until it has arrived, and for 15 minutes", async () => {
  await using it = await startFiles();
  const [ticket, late] = [await it.announce(small), await it.announce(small)];
  expect((await it.send(ticket.uploadUrl, put("hello"))).status).toBe(204);
  const again = await it.send(ticket.uploadUrl, put("other"));
  expect([again.status, JSON.parse(again.text).error]).toEqual([409, "conflict"]);
  it.control.advance(15 * MINUTE_MS);
  const over = await it.send(late.uploadUrl, put("hello"));
  expect([over.status, JSON.parse(over.text).error]).toEqual([410, "upload_expired"]);
  const download = await it.downloadUrl(ticket);
  for (const forged of [
    `${late.uploadUrl}x`,
    late.uploadUrl.slice(0, -1),
    late.uploadUrl.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    download.replace("/download/", "/upload/"),
    late.uploadUrl.replace(/[^/]+$/, late.fileId),
  ]) {
    expect((await it.send(forged, put("hello"))).status, forged).toBe(404);
  }
  expect((await it.send(ticket.uploadUrl.replace("/upload/", "/download/"))).status).toBe(404);
});

test("a file is sent in parts, and gone on with where it broke off", async () => {
  await using it = await startFiles();
  const content = randomBytes(300_000);
  const ticket = await it.announce({
    fileName: "a.bin",
    sizeBytes: content.length,
    sha256: it.sha256(content),
  });
  const asked = await it.send(ticket.uploadUrl, { method: "HEAD" });
  expect(asked.headers).toMatchObject({
    ...{
      "upload-offset": "0",
      "upload-length": "300000",
      "tus-resumable": "1.0.0",
      "cache-control": "no-store",
    },
    "upload-expires": "Fri, 02 Jan 2026 00:00:00 GMT",
  });
  expect(
    (await it.send(ticket.uploadUrl, patch(0, content.subarray(0, 100_000)))).headers["upload-offset"],
  ).toBe("100000");
  it.control.advance(60 * MINUTE_MS);
  for (const wrong of [0, 99_999, 100_001, 300_000]) {
    const answer = await it.send(ticket.uploadUrl, patch(wrong, "x"));
    expect([answer.status, JSON.parse(answer.text).offset]).toEqual([409, 100_000]);
  }
  expect((await it.send(ticket.uploadUrl, patch(100_000, content.subarray(0, 200_001)))).status).toBe(400);
  expect(
    (await it.send(ticket.uploadUrl, { ...patch(100_000, "x"), headers: { "upload-offset": "100000" } }))
      .status,
  ).toBe(400);
  expect((await it.send(ticket.uploadUrl, { ...patch(0, "x"), headers: PART })).status).toBe(400);
  const last = await it.send(ticket.uploadUrl, patch(100_000, content.subarray(100_000)));
  expect([last.status, last.headers["upload-offset"]]).toEqual([204, "300000"]);
  expect((await it.send(ticket.uploadUrl, { method: "HEAD" })).headers["upload-offset"]).toBe("300000");
  expect((await it.send(await it.downloadUrl(ticket))).content.equals(content)).toBe(true);
  expect(await it.control.deps.uploads.size(ticket.fileId)).toBe(0);
});

test("a part whose sender is gone stays as far as it came, and a new sender takes over from a silent one", async () => {
  await using it = await startFiles();
  const ticket = await it.announce(small);
  const socket = connect(it.port, "127.0.0.1");
  const { host, pathname } = new URL(ticket.uploadUrl);
  const head = `PATCH ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${PART["content-type"]}`;
  socket.write(`${head}\r\nUpload-Offset: 0\r\nContent-Length: 5\r\n\r\nhel`);
  socket.on("error", () => {});
  await expect.poll(() => it.control.deps.uploads.size(ticket.fileId)).toBe(3);
  const taken = await it.send(ticket.uploadUrl, patch(3, "lo"));
  expect([taken.status, await stateOf(it, ticket)]).toEqual([204, "READY"]);
  socket.destroy();
  expect((await it.send(await it.downloadUrl(ticket))).text).toBe("hello");
  expect(it.failures).toEqual([]);
});

test("parts that make up another content than was announced are forgotten, and can be sent anew", async () => {
  await using it = await startFiles();
  const ticket = await it.announce({ ...small, sha256: it.sha256("right") });
  expect((await it.send(ticket.uploadUrl, patch(0, "wrong"))).status).toBe(400);
  expect((await it.send(ticket.uploadUrl, { method: "HEAD" })).headers["upload-offset"]).toBe("0");
  expect((await it.send(ticket.uploadUrl, patch(0, "right"))).status).toBe(204);
});

test("what was whole when the program died is finished by whoever asks how far it is", async () => {
  await using it = await startFiles();
  const ticket = await it.announce(small);
  await it.control.deps.uploads.append(ticket.fileId, 0, [Buffer.from("hello")] as never, 5);
  expect((await it.send(ticket.uploadUrl, { method: "HEAD" })).headers["upload-offset"]).toBe("5");
  expect(await stateOf(it, ticket)).toBe("READY");
});

test("a handle sends sixteen bodies at once, and no more", async () => {
  await using it = await startFiles();
  const tickets = await Promise.all(Array.from({ length: 17 }, () => it.announce(small)));
  const sockets = tickets.slice(0, 16).map(({ uploadUrl }) => {
    const socket = connect(it.port, "127.0.0.1");
    const { host, pathname } = new URL(uploadUrl);
    socket.write(`PUT ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\n\r\nhe`);
    return socket;
  });
  const last = tickets[16] as Ticket;
  const send = (body = "hello") => it.send(last.uploadUrl, put(body));
  await expect.poll(async () => (await send("too long")).status).toBe(429); // 413 while there is room.
  expect((await send()).headers["retry-after"]).toBe("2");
  const other = await it.announce(small, "other");
  expect((await it.send(other.uploadUrl, put("hello"))).status).toBe(204);
  for (const socket of sockets) socket.destroy();
  await expect.poll(async () => (await send()).status).toBe(204);
});

test("pages of any site may send to an address they were given, and no cookie is ever set", async () => {
  await using it = await startFiles();
  const ticket = await it.announce(small);
  const asked = await it.send(ticket.uploadUrl, { method: "OPTIONS" });
  expect(asked.status).toBe(204);
  expect(asked.headers).toMatchObject({
    ...{
      "access-control-allow-origin": "*",
      "tus-version": "1.0.0",
      "tus-max-size": String(250 * 1024 * 1024),
    },
    "access-control-allow-methods": "PUT, HEAD, PATCH, OPTIONS",
  });
  expect(asked.headers).not.toHaveProperty("access-control-allow-credentials");
  expect((await it.send(ticket.uploadUrl, { method: "POST", body: "hello" })).headers["allow"]).toContain(
    "PATCH",
  );
  expect((await it.send(ticket.uploadUrl, put("hello"))).headers).not.toHaveProperty("set-cookie");
});
