import { expect, test } from "vitest";
import { linkTraces, NO_TRACES } from "#features/links/link-traces.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { bulkClient } from "./bulk-client.ts";

const url = "https://example.com/";
const NDJSON = "application/x-ndjson";

const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const slugsIn = async ({ rows }: Control) =>
  (await rows("select slug from links order by slug")).map((row) => (row as { slug: string }).slug);

onEveryEngine((_, locate) => {
  test("every row has its outcome; a bad one says where it stands and why, and the good ones are written", async () => {
    await using control = await startControl({ location: await locate() });
    const { put, links, importFile } = await bulkClient(control);
    await put(`${links}/known`, { destinationUrl: url, title: "Known" });
    const file = [
      "slug,destinationUrl,title,tags,maxClicks,enabled",
      `first,${url},"One, with\r\na line break",a|b,5,TRUE`,
      "",
      `no,${url},,,,`,
      `known,,Known,,,`,
      `away,https://denied.example/,,,,`,
      `first,${url},Twice,,,`,
      `many,${url},,,lots,maybe`,
      `wide,${url},,,,,,surplus`,
      `,${url}made,Made,,,`,
      `last,${url},,,,no`,
    ].join("\r\n");
    const { results, ...summary } = await importFile(file);
    expect(summary).toEqual({
      ...{
        dryRun: false,
        format: "switchyard",
        rows: 9,
        ignoredColumns: [],
        stopped: null,
        truncated: false,
      },
      ...{ created: 3, updated: 0, unchanged: 1, skipped: 0, failed: 5 },
    });
    const fault = (path: string) => ({ error: { details: [{ path }] } });
    expect(results).toMatchObject([
      { row: 1, line: 3, slug: "first", status: "created", version: 1 },
      { row: 2, line: 5, slug: "no", status: "failed", ...fault("slug") },
      { row: 3, line: 6, slug: "known", status: "unchanged" },
      { row: 4, line: 7, slug: "away", status: "failed", ...fault("destinationUrl") },
      {
        row: 5,
        line: 8,
        slug: "first",
        status: "failed",
        error: { error: "conflict", message: "Row 1 has this slug already." },
      },
      { row: 6, line: 9, status: "failed", error: { details: [{ path: "enabled" }, { path: "maxClicks" }] } },
      { row: 7, line: 10, status: "failed", error: { message: expect.stringContaining("8 cells") } },
      { row: 8, line: 11, status: "created" },
      { row: 9, line: 12, slug: "last", status: "created" },
    ]);
    expect(await slugsIn(control)).toHaveLength(4);
    const { body } = await put(`${links}/first`, {});
    expect(body).toMatchObject({
      title: "One, with\r\na line break",
      tags: ["a", "b"],
      maxClicks: 5,
      version: 1,
    });
    expect((await put(`${links}/last`, {})).body).toMatchObject({ enabled: false });
  });
});

onEveryEngine((_, locate) => {
  test("an imported link leaves behind what a single request leaves behind", async () => {
    const link = { destinationUrl: url, tags: ["a"], tracking: { utmSource: "x" }, maxClicks: 3 };
    const tracesOf = async (how: "import" | "single") => {
      await using control = await startControl({ location: await locate() });
      const { put, links, importFile, tokenId } = await bulkClient(control);
      if (how === "single") await put(`${links}/launch`, link);
      else await importFile(lines([{ slug: "launch", ...link }]), "", NDJSON);
      const said = JSON.stringify(await linkTraces(control), (key, value) =>
        key === "id" ? undefined : value,
      );
      return said.replaceAll(tokenId, "TOKEN");
    };
    const single = await tracesOf("single");
    expect(single).toContain("link.created");
    expect(await tracesOf("import")).toBe(single);
  });

  test("a row that is refused after it was half written is undone alone", async () => {
    await using control = await startControl({ location: await locate() });
    const { importFile } = await bulkClient(control);
    const rows = Array.from({ length: 30 }, (_, index) => ({
      slug: `slug-${index}`,
      destinationUrl: url,
      ...(index % 10 === 5 && { pathTemplate: `/p/:sku${index}` }),
    }));
    const { results, created, failed } = await importFile(lines(rows), "", NDJSON);
    expect({ created, failed }).toEqual({ created: 28, failed: 2 });
    expect(results.filter(({ status }) => status === "failed").map(({ row }) => row)).toEqual([16, 26]);
    const traces = JSON.stringify(await linkTraces(control));
    expect(traces).toContain("slug-5");
    expect(traces).not.toMatch(/slug-15"|slug-25"/);
  });
});

onEveryEngine((_, locate) => {
  test("a dry run says what an import would, and leaves no row anywhere", async () => {
    await using control = await startControl({ location: await locate() });
    const { put, links, importFile } = await bulkClient(control);
    const file = lines([
      { slug: "known", title: "Other" },
      { slug: "fresh", destinationUrl: url, pathTemplate: "/p/:sku", tags: ["a"], maxClicks: 1 },
      { slug: "fresh", destinationUrl: url },
      { slug: "bad" },
    ]);
    const before = await linkTraces(control);
    expect(before).toEqual(NO_TRACES);
    const first = await importFile(file, "?dryRun=true", NDJSON);
    expect(first).toMatchObject({ dryRun: true, created: 1, updated: 0, failed: 3 });
    expect(await linkTraces(control)).toEqual(NO_TRACES);
    await put(`${links}/known`, { destinationUrl: url });
    const known = await linkTraces(control);
    const { dryRun, ...would } = await importFile(file, "?dryRun=true", NDJSON);
    expect(would).toMatchObject({ created: 1, updated: 1, failed: 2 });
    expect(await linkTraces(control)).toEqual(known);
    expect(await control.rows("select * from news where news like '%fresh%'")).toEqual([]);
    expect(await importFile(file, "", NDJSON)).toEqual({ ...would, dryRun: false });
    expect(dryRun).toBe(true);
  });
});

onEveryEngine((_, locate) => {
  test("what is there already is changed, skipped or refused, as the caller says", async () => {
    await using control = await startControl({ location: await locate() });
    const { put, get, links, importFile } = await bulkClient(control);
    await put(`${links}/known`, { destinationUrl: url, title: "Old" });
    const file = `slug,url,title\nknown,${url}new,New\nfresh,${url},\n`;
    expect(await importFile(file, "?onConflict=fail&dryRun=true")).toMatchObject({ created: 1, failed: 1 });
    expect(await importFile(file, "?onConflict=skip")).toMatchObject({ created: 1, skipped: 1 });
    expect((await get(`${links}/known`)).body).toMatchObject({ title: "Old", version: 1 });
    const refused = await importFile(file, "?onConflict=fail");
    expect(refused.results).toMatchObject([
      { error: { error: "conflict" } },
      { error: { error: "conflict" } },
    ]);
    expect(await importFile(file)).toMatchObject({ updated: 1, unchanged: 1 });
    expect((await get(`${links}/known`)).body).toMatchObject({ title: "New", version: 2 });
  });
});

test("links of one file that would lead to each other are not both let in", async () => {
  await using control = await startControl();
  const { importFile } = await bulkClient(control);
  const there = { slug: "there", destinationUrl: "http://acme.sites.test/back" };
  const back = { slug: "back", destinationUrl: "http://acme.sites.test/there" };
  const { results } = await importFile(lines([there, back]), "", NDJSON);
  expect(results).toMatchObject([{ status: "created" }, { error: { error: "invalid_destination_url" } }]);
});

test("one handle's file changes no other's links", async () => {
  await using control = await startControl();
  const other = await bulkClient(control, "other");
  await other.put(`${other.links}/shared`, { destinationUrl: url, title: "Theirs" });
  const { importFile } = await bulkClient(control);
  expect(await importFile(`slug,destinationUrl,title\nshared,${url},Ours\n`)).toMatchObject({ created: 1 });
  expect((await other.get(`${other.links}/shared`)).body).toMatchObject({ title: "Theirs", version: 1 });
});
