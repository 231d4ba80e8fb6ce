import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { startFiles } from "#testing/start-files.ts";
import { clamd } from "./clamd.ts";

/** The test file of EICAR, in halves, so that no scanner finds it here. */
const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** Speaks as clamd does (INSTREAM), and knows one kind of malware. */
async function startClamd(say?: string) {
  const server = createServer((socket) => answer(socket, say)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    scan: clamd({ host: "127.0.0.1", port }),
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

function answer(socket: Socket, say: string | undefined): void {
  let sent = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", (piece: Buffer) => {
    sent = Buffer.concat([sent, piece]);
    if (!sent.subarray(-4).equals(Buffer.alloc(4))) return;
    const isEicar = contentOf(sent).includes(EICAR);
    socket.end(`${say ?? (isEicar ? "stream: Eicar-Test-Signature FOUND" : "stream: OK")}\0`);
  });
}

function contentOf(sent: Buffer): Buffer {
  expect(sent.toString("latin1", 0, 10)).toBe("zINSTREAM\0");
  const pieces: Buffer[] = [];
  for (let at = 10; at < sent.length; ) {
    const length = sent.readUInt32BE(at);
    pieces.push(sent.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return Buffer.concat(pieces);
}

test("what the scanner finds something in is refused, and nobody can have it", async () => {
  await using daemon = await startClamd();
  await using it = await startFiles({ override: { scan: daemon.scan } });
  const ticket = await it.announce({ fileName: "a.zip", sizeBytes: EICAR.length });
  const put = () => it.send(ticket.uploadUrl, { method: "PUT", body: EICAR });
  const refused = await put();
  expect([refused.status, JSON.parse(refused.text).error]).toEqual([422, "file_rejected"]);
  expect(refused.text).toContain("Eicar-Test-Signature");
  expect((await put()).status).toBe(409);
  expect((await it.control.anonymous.get(new URL(ticket.publicUrl).pathname)).status).toBe(404);
  expect((await it.creator.get(`/v2/handles/acme/files/${ticket.fileId}`)).body).toMatchObject({
    status: "REJECTED",
  });
  expect(await it.control.rows("select * from blob_refs")).toEqual([]);
  expect(await it.control.rows("select type from outbox")).toEqual([]);
  expect((await it.downloadUrl(await it.upload("harmless"))).length).toBeGreaterThan(0);
});

test("while the scanner cannot be asked, or has no answer, nothing passes for clean", async () => {
  await using confused = await startClamd("INSTREAM size limit exceeded. ERROR");
  const nowhere = clamd({ path: "/nowhere/clamd.sock" });
  for (const scan of [confused.scan, nowhere]) {
    await expect(scan(Readable.from([Buffer.from("x")]))).rejects.toThrow();
  }
  const log = { error: () => {} } as never;
  await using it = await startFiles({ override: { scan: nowhere, log } });
  const ticket = await it.announce({ fileName: "a", sizeBytes: 1 });
  const put = await it.send(ticket.uploadUrl, { method: "PUT", body: "x" });
  expect([put.status, put.headers["retry-after"]]).toEqual([503, "10"]);
  expect((await it.creator.get(`/v2/handles/acme/files/${ticket.fileId}`)).body).toMatchObject({
    status: "PENDING",
  });
});

test("large content is scanned as it is read", async () => {
  await using daemon = await startClamd();
  const padding = Buffer.alloc(300_000, "x");
  expect(await daemon.scan(Readable.from([padding, padding]))).toBe(null);
  expect(await daemon.scan(Readable.from([padding, Buffer.from(EICAR), padding]))).toBe(
    "Eicar-Test-Signature",
  );
});
