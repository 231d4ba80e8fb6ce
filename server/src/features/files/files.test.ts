import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { collectBlobs } from "#platform/blobs/collect-blobs.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startFiles } from "#testing/start-files.ts";
import { expireFiles, sweepFiles } from "./index.ts";

const FILES = "/v2/handles/acme/files";
const DAY_MS = 86_400_000;

onEveryEngine((_, locate) => {
  test("a file is announced, sent, listed, had by anyone, and deleted with its bytes", async () => {
    await using it = await startFiles({ location: await locate() });
    const content = randomBytes(100_000);
    const announced = { fileName: "Über 50 %.png", sizeBytes: content.length, contentType: "image/png" };
    const created = await it.creator.post(FILES, announced);
    const pending = { status: "PENDING", accessMode: "PUBLIC", sha256: null, uploadedAt: null };
    expect(created).toMatchObject({ status: 201, body: { ...announced, ...pending } });
    const ticket = created.body as { fileId: string; uploadUrl: string; publicUrl: string };
    expect(ticket.uploadUrl).toMatch(/^http:\/\/files\.sites\.test\/upload\/[\w.-]+$/);
    expect(ticket.publicUrl).toBe(`http://api.switchyard.test/v2/public/files/${ticket.fileId}`);
    expect((await it.control.anonymous.get(`/v2/public/files/${ticket.fileId}`)).status).toBe(404);
    expect((await it.send(ticket.uploadUrl, { method: "PUT", body: content })).status).toBe(204);
    const ready = { status: "READY", sha256: it.sha256(content), uploadedAt: expect.any(String) };
    expect(await it.creator.get(`${FILES}/${ticket.fileId}`)).toMatchObject({ status: 200, body: ready });
    it.control.advance(1);
    const other = await it.upload("other");
    expect((await it.creator.get(`${FILES}?limit=1`)).body).toMatchObject({
      files: [{ fileId: other.fileId }],
    });
    const url = await it.downloadUrl(ticket);
    const got = await it.send(url);
    expect(got.content.equals(content)).toBe(true);
    expect(got.headers["content-disposition"]).toContain("filename*=UTF-8''%C3%9Cber%2050%20%25.png");
    expect(it.events).toMatchObject([
      { kind: "download", slug: ticket.fileId, handleId: "hdl_acme", status: 200 },
    ]);
    expect((await it.creator.delete(`${FILES}/${ticket.fileId}`, { "if-match": '"1"' })).status).toBe(412);
    expect((await it.creator.delete(`${FILES}/${ticket.fileId}`)).status).toBe(204);
    expect([(await it.send(url)).status, (await it.creator.get(`${FILES}/${ticket.fileId}`)).status]).toEqual(
      [404, 404],
    );
    it.control.advance(DAY_MS + 1);
    await collectBlobs(it.control.deps);
    expect(await it.control.deps.blobs.head(it.sha256(content))).toBe(undefined);
    expect(await it.control.deps.blobs.head(it.sha256("other"))).toEqual({ sizeBytes: 5 });
    const audit = await it.control.rows(
      `select action from audit_events where target = '${ticket.fileId}' order by action`,
    );
    expect(audit.map((row) => (row as { action: string }).action)).toEqual([
      "file.create",
      "file.delete",
      "file.upload",
    ]);
    const told = await it.control.rows("select type from outbox where type like 'file.%'");
    expect(told).toEqual([{ type: "file.uploaded" }, { type: "file.uploaded" }]);
    expect(it.failures).toEqual([]);
  });
});

onEveryEngine((_, locate) => {
  test("a file that has expired is gone at that moment, told of once, and its bytes are let go of", async () => {
    await using it = await startFiles({ location: await locate() });
    const expiresAt = new Date(it.control.now().getTime() + DAY_MS).toISOString();
    const ticket = await it.upload("for a day", { expiresAt });
    const url = await it.downloadUrl(ticket);
    await expireFiles(it.control.deps);
    expect((await it.send(url)).status).toBe(200);
    it.control.advance(DAY_MS);
    const gone = { status: 410, body: { error: "file_expired" } };
    expect(await it.control.anonymous.get(`/v2/public/files/${ticket.fileId}`)).toMatchObject(gone);
    expect((await it.send(url)).status).toBe(410);
    const page = await it.send(url, { headers: { accept: "text/html" } });
    expect([page.status, page.text.includes("This file has expired")]).toEqual([410, true]);
    await expireFiles(it.control.deps);
    await expireFiles(it.control.deps);
    expect(await it.control.rows("select type from outbox where type = 'file.expired'")).toHaveLength(1);
    expect(await it.control.rows("select * from blob_refs")).toEqual([]);
    const creator = await it.control.member("CREATOR"); // The session of before has ended.
    expect((await creator.get(`${FILES}/${ticket.fileId}`)).body).toMatchObject({ status: "EXPIRED" });
    expect(await it.control.anonymous.get(`/v2/public/files/${ticket.fileId}`)).toMatchObject(gone);
  });
});

onEveryEngine((_, locate) => {
  test("files of a deleted handle are nobody's, and their bytes are collected", async () => {
    await using it = await startFiles({ location: await locate() });
    const ticket = await it.upload("of a handle");
    const pending = await it.announce({ fileName: "late.txt", sizeBytes: 4 });
    const url = await it.downloadUrl(ticket);
    const owner = await it.control.member("OWNER");
    await it.control.setRole("owner-of-acme", "OWNER");
    expect((await owner.delete("/v2/handles/acme?confirm=acme")).status).toBe(204);
    expect((await it.send(url)).status).toBe(404);
    expect((await it.send(pending.uploadUrl, { method: "PUT", body: "late" })).status).toBe(404);
    it.control.advance(DAY_MS + 1);
    await collectBlobs(it.control.deps);
    expect(await it.control.deps.blobs.head(it.sha256("of a handle"))).toBe(undefined);
  });

  test("what was announced and never came is forgotten after a day, with what came of it", async () => {
    await using it = await startFiles({ location: await locate() });
    const ticket = await it.announce({ fileName: "half.bin", sizeBytes: 10 });
    const part = { "content-type": "application/offset+octet-stream", "upload-offset": "0" };
    expect((await it.send(ticket.uploadUrl, { method: "PATCH", headers: part, body: "half" })).status).toBe(
      204,
    );
    it.control.advance(DAY_MS - 1);
    await sweepFiles(it.control.deps);
    expect((await it.send(ticket.uploadUrl, { method: "HEAD" })).headers["upload-offset"]).toBe("4");
    it.control.advance(2);
    await sweepFiles(it.control.deps);
    expect((await it.send(ticket.uploadUrl, { method: "HEAD" })).status).toBe(404);
    expect(await it.control.deps.uploads.size(ticket.fileId)).toBe(0);
    expect(await it.control.rows("select * from files")).toEqual([]);
  });
});

const announcement = { fileName: "a.txt", sizeBytes: 1 };
const allow = (allowedEmails: unknown) => ({ ...announcement, accessMode: "EMAIL_ALLOWLIST", allowedEmails });

const REFUSED: [what: string, body: object, path: string][] = [
  ["no name", { sizeBytes: 1 }, "fileName"],
  ["an empty name", { ...announcement, fileName: "  " }, "fileName"],
  ["a name that is too long", { ...announcement, fileName: "ü".repeat(128) }, "fileName"],
  ["no size", { fileName: "a" }, "sizeBytes"],
  ["less than nothing", { ...announcement, sizeBytes: -1 }, "sizeBytes"],
  ["more than 250 MiB", { ...announcement, sizeBytes: 250 * 1024 * 1024 + 1 }, "sizeBytes"],
  ["half a byte", { ...announcement, sizeBytes: 0.5 }, "sizeBytes"],
  ["a type that ends a header", { ...announcement, contentType: "text/html\r\nx: y" }, "contentType"],
  ["a type with parameters", { ...announcement, contentType: "text/html; charset=utf-7" }, "contentType"],
  ["an unknown access", { ...announcement, accessMode: "SECRET" }, "accessMode"],
  ["a list without a list", { ...announcement, accessMode: "EMAIL_ALLOWLIST" }, "allowedEmails"],
  ["an empty list", allow([]), "allowedEmails"],
  ["a list for everyone", { ...announcement, allowedEmails: ["a@b.example"] }, "allowedEmails"],
  ["what is no address", allow(["nobody"]), "allowedEmails.0"],
  ["201 addresses", allow(Array.from({ length: 201 }, (_, i) => `a${i}@b.example`)), "allowedEmails"],
  ["an end in the past", { ...announcement, expiresAt: "2025-01-01T00:00:00Z" }, "expiresAt"],
  ["an end that is no time", { ...announcement, expiresAt: "tomorrow" }, "expiresAt"],
  ["half a hash", { ...announcement, sha256: "abcd" }, "sha256"],
  ["an unknown field", { ...announcement, folder: "/" }, "folder"],
];

test("what cannot be a file is refused by its field, and leaves no trace", async () => {
  await using it = await startFiles();
  for (const [what, body, path] of REFUSED) {
    const details = expect.arrayContaining([expect.objectContaining({ path })]);
    expect(await it.creator.post(FILES, body), what).toMatchObject({ status: 400, body: { details } });
  }
  expect(await it.control.rows("select * from files")).toEqual([]);
});

test("a repeated announcement is the same file, under an address that works", async () => {
  await using it = await startFiles();
  const once = { "idempotency-key": "once" };
  const first = await it.creator.post(FILES, announcement, once);
  const again = await it.creator.post(FILES, announcement, once);
  const [one, two] = [first.body, again.body] as { fileId: string; uploadUrl: string }[];
  expect(two?.fileId).toBe(one?.fileId);
  expect((await it.send(two?.uploadUrl ?? "", { method: "PUT", body: "x" })).status).toBe(204);
});

test("the newest file comes first, page by page", async () => {
  await using it = await startFiles();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    it.control.advance(1);
    ids.unshift((await it.announce(announcement)).fileId);
  }
  const seen: string[] = [];
  let token: string | null = "";
  while (token !== null) {
    const { body } = await it.creator.get(`${FILES}?limit=2${token && `&nextToken=${token}`}`);
    const page = body as { files: { fileId: string }[]; nextToken: string | null };
    seen.push(...page.files.map(({ fileId }) => fileId));
    token = page.nextToken;
  }
  expect(seen).toEqual(ids);
  expect((await it.creator.get(`${FILES}?nextToken=x`)).status).toBe(400);
});
