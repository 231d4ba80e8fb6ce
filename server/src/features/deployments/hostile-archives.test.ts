import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { paxOf, tarEntry, tarOf, zipOf } from "#testing/build-archives.ts";
import { startSites } from "#testing/start-sites.ts";

const INDEX = { path: "index.html", content: "home" };
const MB = 1024 * 1024;
const RSS_BYTES_MAX = 100 * MB;
const CPU_US_MAX = 2_000_000;

/** Many entries of a directory that all name the same bytes: that is how 42 KB become petabytes. */
function overlapBomb(): Buffer {
  const kernel = { path: "a", content: Buffer.alloc(2 * MB), start: 0 };
  return zipOf([INDEX, ...Array.from({ length: 9 }, (_, n) => ({ ...kernel, path: `a${n}` }))]);
}

/** One whose entries do not even add up to too much. */
const quietOverlap = () =>
  zipOf([INDEX, { path: "a", content: "aaaa" }, { path: "b", content: "aaaa", start: 44 }]);

function manyHeaders(count: number): Buffer {
  const [header = Buffer.alloc(512)] = tarEntry({ path: "x" });
  const all = Buffer.alloc(count * 512);
  for (let n = 0; n < count; n++) header.copy(all, n * 512);
  return gzipSync(all, { level: 1 });
}

const hugeHeader = (type: string, sizeBytes: number) =>
  gzipSync(Buffer.concat([...tarEntry({ path: "x", type, sizeBytes }), Buffer.alloc(4 * MB)]));

const whole = zipOf([INDEX, { path: "a.txt", content: randomBytes(2000) }]);

const ZIPS: Readonly<Record<string, () => Buffer>> = {
  "a symbolic link": () => zipOf([INDEX, { path: "x", content: "/etc/passwd", mode: 0o120777 }]),
  "a device": () => zipOf([INDEX, { path: "x", mode: 0o020666 }]),
  "the same path twice": () => zipOf([INDEX, INDEX]),
  "the same path in two forms of Unicode": () => zipOf([INDEX, { path: "\u00fc" }, { path: "u\u0308" }]),
  "less than it unpacks to": () => zipOf([INDEX, { path: "x", content: "a".repeat(MB), sizeBytes: 10 }]),
  "more than it unpacks to": () => zipOf([INDEX, { path: "x", content: "a", sizeBytes: 1000 }]),
  "a wrong checksum": () => zipOf([INDEX, { path: "x", content: "a", crc: 1 }]),
  "another name in its local header": () => zipOf([INDEX, { path: "x", localPath: "y", content: "a" }]),
  "bytes that two files share": quietOverlap,
  "a bomb of overlapping files": overlapBomb,
  "an encrypted file": () => zipOf([INDEX, { path: "x", flags: 1, content: "a" }]),
  "a file packed in another way": () => zipOf([INDEX, { path: "x", method: 14, content: "a" }]),
  "a hundred thousand files": () => zipOf([INDEX, { path: "x" }], 50_000),
  "twenty thousand entries": () => zipOf([INDEX, { path: "x/" }], 12_000),
  "a file of four gigabytes": () => zipOf([INDEX, { path: "x", content: "a", sizeBytes: 0xffff_fffe }]),
  "no end": () => whole.subarray(0, -10),
  "something behind its end": () => Buffer.concat([whole, Buffer.from("x")]),
  "a directory elsewhere": () => Buffer.concat([Buffer.from("#!/bin/sh\n"), whole]),
  "damaged bytes": () => Buffer.from(whole).fill(0x55, 90, 200),
  nothing: () => Buffer.alloc(0),
  "no zip": () => randomBytes(5000),
  "only another archive": () => zipOf([{ path: "inner.zip", content: whole }]),
};

const TARS: Readonly<Record<string, () => Buffer>> = {
  "a symbolic link": () => tarOf([INDEX, { path: "x", type: "2", linkTo: "/etc/passwd" }]),
  "a hard link": () => tarOf([INDEX, { path: "deep/er/x", type: "1", linkTo: "../../../etc/passwd" }]),
  "a device": () => tarOf([INDEX, { path: "x", type: "3" }]),
  "a pipe": () => tarOf([INDEX, { path: "x", type: "6" }]),
  "a path in a pax header": () => tarOf([INDEX, paxOf({ path: "../../x" }), { path: "x", content: "a" }]),
  "a path in a GNU header": () =>
    tarOf([INDEX, { path: "@", type: "L", content: "/etc/x\0" }, { path: "x" }]),
  "a sparse file": () => tarOf([INDEX, paxOf({ "GNU.sparse.major": "1" }), { path: "x" }]),
  "the same path twice": () => tarOf([INDEX, INDEX]),
  "a size of eight gigabytes": () => tarOf([INDEX, { path: "x", sizeBytes: 8_589_934_591 }]),
  "a pax size that overflows": () => tarOf([INDEX, paxOf({ size: "99999999999999999999" }), { path: "x" }]),
  "a pax header of a gigabyte": () => hugeHeader("x", 1024 * MB),
  "a GNU header of three megabytes": () => hugeHeader("L", 3 * MB),
  "a folder of a gigabyte": () => hugeHeader("5", 1024 * MB),
  "more than it has": () => tarOf([INDEX, { path: "x", sizeBytes: 100_000 }]),
  "a hundred thousand files": () => manyHeaders(100_000),
  "no end": () => tarOf([INDEX]).subarray(0, -30),
  "a broken header": () => gzipSync(Buffer.alloc(2048, 0x41)),
  nothing: () => Buffer.alloc(0),
  "no gzip": () => randomBytes(5000),
  "only another archive": () => tarOf([{ path: "inner.tar.gz", content: tarOf([INDEX]) }]),
};

async function refuseAll(archives: Readonly<Record<string, () => Buffer>>, type: string): Promise<void> {
  await using sites = await startSites();
  await sites.sendArchive(whole, "application/zip", "?activate=false"); // Warm.
  await sites.control.rows("delete from site_deployments");
  for (const [name, make] of Object.entries(archives)) {
    const bytes = make();
    const before = process.memoryUsage.rss();
    const cpu = process.cpuUsage();
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 5);
    const { status } = await sites.sendArchive(bytes, type);
    clearInterval(watch);
    const { user, system } = process.cpuUsage(cpu);
    expect({ name, isRefused: [400, 413].includes(status) }).toEqual({ name, isRefused: true });
    expect(Math.max(peak, process.memoryUsage.rss()) - before, name).toBeLessThan(RSS_BYTES_MAX);
    expect(user + system, name).toBeLessThan(CPU_US_MAX);
    expect(await sites.control.rows("select * from site_deployments"), name).toEqual([]);
  }
}

test("a zip that is damaged, lies or holds what no site has is refused, quickly and without taking memory", () =>
  refuseAll(ZIPS, "application/zip"));

test("and so is a tar.gz", () => refuseAll(TARS, "application/gzip"));

test("an honest zip and tar.gz are deployed, without what nobody means to publish and a folder around it all", async () => {
  await using own = await startSites();
  const { sendArchive, visit } = own;
  const long = `${"long-".repeat(30)}name.txt`;
  const files = [
    INDEX,
    { path: "a/b.txt", content: "b".repeat(600_000) },
    { path: ".env", content: "secret" },
  ];
  const zipped = await sendArchive(
    zipOf([
      ...files,
      { path: "empty/" },
      { path: "__MACOSX/x", content: "x" },
      { path: long, content: "long" },
    ]),
  );
  expect(zipped).toMatchObject({ status: 201, body: { status: "ACTIVE", fileCount: 3 } });
  expect(zipped.body.warnings).toHaveLength(1);
  expect((await visit("/a/b.txt")).body).toHaveLength(600_000);
  expect((await visit(`/${long}`)).body).toBe("long");
  expect((await visit("/.env")).status).toBe(404);

  const around = files.map(({ path, content }) => ({ path: `./dist/${path}`, content: `${content}!` }));
  const folder = { path: "./dist/", type: "5" };
  const tarred = await sendArchive(
    tarOf([folder, ...around, paxOf({ path: `dist/${long}` }), { path: "cut", content: "long!" }]),
    "application/gzip",
    "?activate=false&commitMessage=Tar",
  );
  expect(tarred).toMatchObject({
    status: 201,
    body: { status: "READY", commitMessage: "Tar", fileCount: 3 },
  });
  await own.owner.post(`${own.base}/${tarred.body.deploymentId}/activate`, undefined);
  expect((await visit("/")).body).toBe("home!");
  expect((await visit(`/${long}`)).body).toBe("long!");
  expect(await sendArchive(zipOf([{ path: "x.html" }]))).toMatchObject({
    status: 400,
    body: { error: "missing_entrypoint" },
  });
  expect(await sendArchive(zipOf([INDEX]), "application/zip", "?activat=false")).toMatchObject({
    status: 400,
  });
});
