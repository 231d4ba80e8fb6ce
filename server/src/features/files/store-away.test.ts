import { expect, test } from "vitest";
import { openS3Blobs } from "#platform/blobs/open-s3-blobs.ts";
import { storeAway } from "#platform/blobs/store-away.ts";
import { scratchFolder } from "#testing/engines.ts";
import { startFiles } from "#testing/start-files.ts";
import { startS3 } from "#testing/start-s3.ts";

test("while the store of bytes is away, uploads and downloads are put off", async () => {
  const s3 = await startS3();
  const blobs = await openS3Blobs(s3.settings, await scratchFolder());
  await using it = await startFiles({ override: { blobs } });
  const content = "kept in a bucket";
  const [kept, waiting] = [await it.upload(content), await it.announce({ fileName: "a", sizeBytes: 5 })];
  const url = await it.downloadUrl(kept);
  const part = await it.send(url, { headers: { range: "bytes=5-6" } });
  expect([part.status, part.text]).toEqual([206, "in"]);
  await s3[Symbol.asyncDispose]();
  const refused = await it.send(waiting.uploadUrl, { method: "PUT", body: "hello" });
  expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "30"]);
  expect(JSON.parse(refused.text)).toMatchObject({ error: "unavailable" });
  expect((await it.send(url)).status).toBe(503);
  expect(it.failures).toEqual([]);
});

test("a full disk is no fault of the sender's", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(storeAway(full)).toMatchObject({ code: "unavailable", retryAfterSeconds: 30 });
  const ours = new TypeError("undefined is not a function");
  expect(storeAway(ours)).toBe(ours);
});
