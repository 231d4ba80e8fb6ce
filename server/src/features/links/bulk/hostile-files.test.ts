import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";
import { bulkClient, type Report } from "./bulk-client.ts";

const control = await startControl();
afterAll(() => control[Symbol.asyncDispose]());
const { send, importFile } = await bulkClient(control);
beforeEach(async () => void (await control.rows("delete from links")));

const url = "https://example.com/";
const NDJSON = "application/x-ndjson";
const MB = 1024 * 1024;

/** As `zip` begins a file with one entry. */
const zip = Buffer.concat([Buffer.from("504b0304140000000800", "hex"), randomBytes(500)]);

test.each<[string, string | Uint8Array, string, string]>([
  ["nothing", "", "text/csv", "empty"],
  ["empty lines", "\r\n\r\n", "text/csv", "empty"],
  ["a byte order mark alone", "\ufeff", "text/csv", "empty"],
  ["a zip archive", zip, "text/csv", "UTF-8|no text|names|header"],
  ["a gzip file", gzipSync("slug,url\nabcd,https://example.com/\n"), "text/csv", "UTF-8|no text"],
  ["a NUL in its header", "slug\0,url\nabcd,https://example.com/", "text/csv", "no text"],
  ["UTF-16", Buffer.from("slug,url\nabcd,https://example.com/\n", "utf16le"), "text/csv", "no text"],
  [
    "Latin-1",
    Buffer.from("slug,url,title\nabcd,https://example.com/,Zürich\n", "latin1"),
    "text/csv",
    "UTF-8",
  ],
  ["no column of links", "name,colour\na,red\n", "text/csv", "name, colour"],
  ["no header", "https://example.com/,abcd\n", "text/csv", "https://example.com/, abcd"],
  ["two columns of one name", "slug,url,Title,title\n", "text/csv", "title"],
  ["501 columns", `${Array.from({ length: 501 }, (_, i) => `c${i}`).join()}\n`, "text/csv", "columns"],
  ["a header without end", `slug,url,${"x".repeat(70_000)}`, "text/csv", "header"],
  ["a header in quotes without end", `"slug,url\n${"a,b\n".repeat(30_000)}`, "text/csv", "header"],
  ["a sheet as text", `${"\u202e"}=cmd|' /C calc'!A0,x\n`, "text/plain", "No column"],
])("a file of %s is refused as a whole", async (_, file, type, message) => {
  for (const path of ["bulk-import", "bulk-import/stream"]) {
    const response = await send(path, file, type);
    const body = (await response.json()) as { error: string; message: string };
    expect(body).toMatchObject({ error: "invalid_payload", message: expect.stringMatching(message) });
    expect(response.status).toBe(400);
  }
  expect(await control.rows("select slug from links")).toEqual([]);
});

test("a form and a spreadsheet are told what to send instead", async () => {
  for (const type of ["multipart/form-data; boundary=x", "application/vnd.ms-excel", "application/json"]) {
    const response = await send("bulk-import", "slug,url\n", type);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining("text/csv") });
  }
});

test("a header alone is a file of no rows", async () => {
  expect(await importFile("slug,destinationUrl\r\n")).toMatchObject({
    rows: 0,
    created: 0,
    failed: 0,
    stopped: null,
  });
});

test.each<[string, string]>([
  ["line feeds", "slug,url,title\nabcd,https://example.com/,T\n\nefgh,https://example.com/,U"],
  [
    "carriage returns and line feeds, mixed",
    "slug,url,title\r\nabcd,https://example.com/,T\nefgh,https://example.com/,U\r\n",
  ],
  ["carriage returns", "slug,url,title\rabcd,https://example.com/,T\refgh,https://example.com/,U\r"],
  ["a byte order mark", "\ufeffslug,url,title\nabcd,https://example.com/,T\nefgh,https://example.com/,U\n"],
  ["tabs", "slug\turl\ttitle\nabcd\thttps://example.com/\tT\nefgh\thttps://example.com/\tU\n"],
  [
    "semicolons, commas in a name",
    'slug;url;"Note, internal";title\nabcd;https://example.com/;;T\nefgh;https://example.com/;;U\n',
  ],
  [
    "everything quoted",
    '"slug","url","title"\n"abcd","https://example.com/","T"\n"efgh","https://example.com/","U"\n',
  ],
  [
    "lines of separators only",
    "slug,url,title\n,,\nabcd,https://example.com/,T\n , ,\nefgh,https://example.com/,U\n,,,\n",
  ],
  ["rows that end early", "slug,url,title,tags\nabcd,https://example.com/,T\nefgh,https://example.com/,U\n"],
])("a table with %s is read", async (_, file) => {
  const report = await importFile(file);
  expect(report).toMatchObject({ rows: 2, created: 2, failed: 0 });
  expect(await control.rows("select slug, title from links order by slug")).toEqual([
    { slug: "abcd", title: "T" },
    { slug: "efgh", title: "U" },
  ]);
});

test("plain text is JSON where it begins so, else a table", async () => {
  const lines = `{"slug":"abcd","destinationUrl":"${url}"}\n`;
  expect(await importFile(`\ufeff\n${lines}`, "", "text/plain")).toMatchObject({
    created: 1,
    format: "switchyard",
  });
  expect(await importFile(`slug,url\nefgh,${url}\n`, "", "text/plain")).toMatchObject({
    created: 1,
    format: "csv",
  });
});

test.each<[string, string | Uint8Array, string]>([
  ["no JSON", "{slug", "not JSON"],
  ["a list", "[]", "JSON object"],
  ["a text", '"slug"', "JSON object"],
  ["a NUL", `{"slug":"abcd","destinationUrl":"${url}","title":"a\\u0000"}`, "NUL"],
  ["half a character", `{"slug":"abcd","destinationUrl":"${url}","title":"\\ud800"}`, "half a character"],
  ["bytes that are no UTF-8", Buffer.from('{"slug":"abcd\xff"}', "latin1"), "UTF-8"],
  ["a field nobody knows", `{"slug":"abcd","destinationUrl":"${url}","titel":"x"}`, "titel"],
  ["a prototype", `{"__proto__":{"slug":"abcd"},"constructor":1}`, "destinationUrl|__proto__|constructor"],
  ["40 levels", `{"slug":"abcd","social":${"[".repeat(40)}${"]".repeat(40)}}`, "deeper"],
  ["100 000 levels", "[".repeat(100_000), "not JSON|deeper"],
  ["10 MB", `{"slug":"${"x".repeat(10 * MB)}"}`, "1024 KB"],
])("a line of JSON with %s fails alone", async (_, line, message) => {
  const good = (slug: string) => Buffer.from(`{"slug":"${slug}","destinationUrl":"${url}"}\n`);
  const file = Buffer.concat([good("before"), Buffer.from(line), Buffer.from("\r\n\n"), good("after")]);
  const { results, ...summary } = await importFile(file, "", NDJSON);
  expect(summary).toMatchObject({ rows: 3, created: 2, failed: 1, stopped: null });
  expect(results[1]).toMatchObject({ row: 2, line: 2, error: { message: expect.stringMatching(message) } });
  expect(results[2]).toMatchObject({ row: 3, line: 4, slug: "after" });
});

test.each<[string, string, string]>([
  ["a NUL in a cell", `a\0b`, "NUL"],
  ["a formula for a URL", "=HYPERLINK(1)", "https://"],
  ["a script for a URL", "javascript:alert(1)", "https://"],
])("a row with %s fails alone", async (_, cell, message) => {
  const report = await importFile(`slug,url\nbefore,${url}\nabcd,${cell}\nafter,${url}\n`);
  expect(report).toMatchObject({ created: 2, failed: 1, stopped: null });
  expect(report.results[1]).toMatchObject({ row: 2, error: { message: expect.stringContaining(message) } });
});

test("cells that look like formulas are text", async () => {
  await importFile(
    `slug,url,title\nabcd,${url},"=HYPERLINK(""http://x"",""y"")"\nefgh,${url},'=1+1\nijkl,${url},'tis\n`,
  );
  expect(await control.rows("select title from links order by slug")).toEqual([
    { title: '=HYPERLINK("http://x","y")' },
    { title: "=1+1" },
    { title: "'tis" },
  ]);
});

test("quotation marks inside a cell are text; one that is never closed ends the reading, and is named", async () => {
  const stray = await importFile(`slug,url,title\nabcd,${url},a 5" screen\nefgh,${url},after\n`);
  expect(stray).toMatchObject({ created: 2, stopped: null });
  const open = await importFile(`slug,url,title\nijkl,${url},x\nmnop,${url},"open\nqrst,${url},x\n`);
  expect(open).toMatchObject({ rows: 1, created: 1, stopped: { error: "invalid_payload", afterRow: 1 } });
  expect(open.stopped?.message).toContain("quotation mark");
});

test("a row of 10 MB ends the reading; what stands before it is written", async () => {
  const report = await importFile(
    `slug,url,title\nabcd,${url},x\nefgh,${url},"${"x".repeat(10 * MB)}"\nijkl,${url},x\n`,
  );
  expect(report).toMatchObject({ rows: 1, created: 1, stopped: { afterRow: 1 } });
  expect(report.stopped?.message).toContain("1024 KB");
});

test("bytes that are no UTF-8 far into a table end the reading there", async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => `slug-${index},${url}\n`).join("");
  const file = Buffer.concat([
    Buffer.from(`slug,url\n${rows}`),
    Buffer.from([0xff, 0xfe]),
    Buffer.from(rows),
  ]);
  const feed = new ReadableStream<Uint8Array>({
    start(source) {
      for (let at = 0; at < file.length; at += 10_000) source.enqueue(file.subarray(at, at + 10_000));
      source.close();
    },
  });
  const report = await importFile(feed);
  expect(report.stopped).toMatchObject({
    error: "invalid_payload",
    message: expect.stringContaining("UTF-8"),
  });
  expect(report.created).toBe(report.rows);
  expect(report.rows).toBeGreaterThan(4_000);
  expect(await control.rows("select slug from links")).toHaveLength(report.rows);
});

test("an upload that breaks off says so, and what of it was written", async () => {
  const feed = new ReadableStream<Uint8Array>({
    start: (source) => source.enqueue(Buffer.from(`slug,url\nabcd,${url}\nefgh,htt`)),
    pull: (source) => source.error(new Error("connection reset")),
  });
  const said = await (await send("bulk-import", feed)).text();
  const { stopped, rows = 0, ...refusal } = JSON.parse(said) as Partial<Report>;
  expect(stopped ?? refusal).toMatchObject({
    error: "invalid_payload",
    message: "The upload broke off before its end.",
  });
  expect(said).not.toContain("connection reset");
  expect(await control.rows("select slug from links")).toHaveLength(rows);
});

test("however a file is cut into pieces, it is read alike", async () => {
  const table =
    '\ufeffslug,url,title\r\n"abcd",https://example.com/ü,"Zü\r\n""rich"""\r\nefgh,https://example.com/,€\r\n';
  const lines = `{"slug":"abcd","destinationUrl":"${url}ü","title":"€"}\n{"slug":"efgh"}\n{`;
  const cut = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 60 });
  const piecesOf = (bytes: Buffer, sizes: readonly number[]) =>
    new ReadableStream<Uint8Array>({
      start(source) {
        for (let at = 0, piece = 0; at < bytes.length; piece++) {
          const size = sizes[piece % sizes.length] ?? 1;
          source.enqueue(bytes.subarray(at, at + size));
          at += size;
        }
        source.close();
      },
    });
  for (const [file, type] of [
    [table, "text/csv"],
    [lines, NDJSON],
  ] as const) {
    const bytes = Buffer.from(file);
    const whole = await importFile(bytes, "?dryRun=true", type);
    await fc.assert(
      fc.asyncProperty(cut, async (sizes) => {
        expect(await importFile(piecesOf(bytes, sizes), "?dryRun=true", type)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  }
});

test("whatever bytes come, the answer is a report or a documented refusal", async () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: "binary", maxLength: 300 }).map((text) => Buffer.from(text.toWellFormed())),
    fc
      .array(fc.constantFrom(...'slug,url\n"\r;\t\0{}[]:é€\ufeff', url, "abcd", "destinationUrl"), {
        maxLength: 60,
      })
      .map((parts) => Buffer.from(parts.join(""))),
  );
  await fc.assert(
    fc.asyncProperty(
      noise,
      fc.constantFrom("text/csv", NDJSON, "text/plain"),
      fc.boolean(),
      async (bytes, type, hasHeader) => {
        const file = hasHeader ? Buffer.concat([Buffer.from("slug,url,title,tags\n"), bytes]) : bytes;
        const response = await send("bulk-import?slugs=adapt", file, type);
        const body = (await response.json()) as Report & { error?: string };
        expect([200, 400], JSON.stringify(body)).toContain(response.status);
        if (response.status === 200) expect(body.results.length).toBe(body.rows);
      },
    ),
    { numRuns: 400 },
  );
});
