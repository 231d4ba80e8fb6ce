import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { LinkChangeBody } from "#features/links/link-body.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { bulkClient } from "./bulk-client.ts";

const url = "https://example.com/";
const NDJSON = "application/x-ndjson";
const manyRows = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const slug = `slug-${String(index).padStart(5, "0")}`;
    return `${JSON.stringify({ slug, destinationUrl: url, title: "before" })}\n`;
  }).join("");

onEveryEngine((_, locate) => {
  test("every link of the handle is in it once, in the order of slugs, and no other handle's", async () => {
    await using control = await startControl({ location: await locate() });
    const other = await bulkClient(control, "other");
    await other.put(`${other.links}/theirs`, { destinationUrl: url });
    const { importFile, exportFile } = await bulkClient(control);
    await importFile(manyRows(1_203), "", NDJSON);
    const slugs = (await exportFile("ndjson"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).slug);
    expect(slugs).toEqual(slugs.toSorted());
    expect(new Set(slugs).size).toBe(1_203);
    const table = parse(await exportFile("csv"), { columns: true }) as { slug: string }[];
    expect(table.map(({ slug }) => slug)).toEqual(slugs);
  });
});

test("both formats have every field that can be written, but the password", async () => {
  await using control = await startControl();
  const { put, links, exportFile } = await bulkClient(control);
  await put(`${links}/launch`, { destinationUrl: url, password: "sesame", externalId: "crm-1" });
  const writable = Object.keys(LinkChangeBody.shape).filter((field) => field !== "password");
  const [line = ""] = (await exportFile("ndjson")).split("\n");
  expect(Object.keys(JSON.parse(line)).sort()).toEqual(["slug", ...writable, "passwordProtected"].sort());
  const csv = await exportFile("csv");
  const [head = ""] = csv.split("\r\n");
  const fields = new Set(head.split(",").map((column) => column.split(".")[0]));
  expect([...fields].sort()).toEqual(["slug", ...writable, "passwordProtected"].sort());
  expect(parse(csv, { columns: true })).toMatchObject([
    { slug: "launch", passwordProtected: "true", externalId: "crm-1" },
  ]);
  expect(csv + line).not.toMatch(/sesame|argon2|passwordHash/);
});

test("a handle without links exports the header alone, or nothing", async () => {
  await using control = await startControl();
  const { exportFile, importFile } = await bulkClient(control);
  const csv = await exportFile("csv");
  expect(csv).toMatch(/^slug,destinationUrl,[^\r\n]*\r\n$/);
  expect(await exportFile("ndjson")).toBe("");
  expect(await importFile(csv)).toMatchObject({ rows: 0, format: "switchyard", ignoredColumns: [] });
});

test("no cell of a table begins like a formula", async () => {
  await using control = await startControl();
  const { put, links, exportFile } = await bulkClient(control);
  const formula = "=HYPERLINK(1)";
  await put(`${links}/-abc`, {
    ...{ destinationUrl: url, title: formula, description: "+1", tags: ["@a"], externalId: "-1" },
    tracking: { utmSource: "=2" },
  });
  const rows = parse(await exportFile("csv")) as string[][];
  expect(rows[1]).toEqual(expect.arrayContaining([`'${formula}`, "'+1", "'@a", "'-1", "'=2", "'-abc"]));
  for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
});

test("the file has a name and a type, and a format must be asked for", async () => {
  await using control = await startControl();
  const { get, links, text } = await bulkClient(control);
  const { headers } = await get(`${links}/export?format=csv`);
  expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(headers.get("content-disposition")).toBe('attachment; filename="acme-links.csv"');
  expect(headers.get("cache-control")).toBe("no-store");
  expect(await get(`${links}/export`)).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
  expect(await get(`${links}/export?format=xlsx`)).toMatchObject({ status: 400 });
  const reader = await control.token(["analytics.read"]);
  expect(await reader.get(`${links}/export?format=csv`)).toMatchObject({ status: 403 });
  expect(text).not.toBe(reader.text);
});

/** The export as a stream that nobody reads yet. */
async function openExport() {
  const control = await startControl();
  const owner = await control.member("OWNER");
  const { importFile, links, text, tokenId, put } = await bulkClient(control);
  await importFile(manyRows(4_000), "", NDJSON);
  const headers = { authorization: `Bearer ${text}` };
  const answer = await control.api.request(
    `${links}/export?format=ndjson`,
    { headers },
    { address: "192.0.2.1" },
  );
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  return { control, owner, reader, put, links, tokenId };
}

test("pages are read only as fast as the caller takes them", async () => {
  const { control, reader, put, links } = await openExport();
  await using _ = control;
  let said = Buffer.from((await reader.read()).value ?? []).toString();
  await put(`${links}/slug-03999`, { title: "after" });
  for (let next = await reader.read(); !next.done; next = await reader.read())
    said += Buffer.from(next.value).toString();
  const lines = said
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(4_000);
  expect(lines.at(-1)).toMatchObject({ slug: "slug-03999", title: "after" });
});

test("an export is cut when its token is revoked", async () => {
  const { control, owner, reader, tokenId } = await openExport();
  await using _ = control;
  let said = Buffer.from((await reader.read()).value ?? []).toString();
  expect((await owner.delete(`/v2/handles/acme/tokens/${tokenId}`)).status).toBe(204);
  const rest = async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read())
      said += Buffer.from(next.value).toString();
  };
  await expect(rest()).rejects.toMatchObject({ code: "invalid_token" });
  expect(said).not.toContain("slug-03999");
});
