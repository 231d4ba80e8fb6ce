import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { bulkClient } from "./bulk-client.ts";

const url = "https://example.com/";
const NDJSON = "application/x-ndjson";

const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const slugsIn = async ({ rows }: Control) =>
  (await rows("select slug from links order by slug")).map((row) => (row as { slug: string }).slug);

const untilSome = (control: Control) =>
  expect.poll(() => slugsIn(control), { timeout: 20_000 }).toContain("slug-249");

onEveryEngine((_, locate) => {
  test("a token that is revoked meanwhile is answered 401, and nothing is written after that", async () => {
    await using control = await startControl({ location: await locate() });
    const owner = await control.member("OWNER");
    const { send, tokenId } = await bulkClient(control);
    const feed = new TransformStream<Uint8Array, Uint8Array>();
    const source = feed.writable.getWriter();
    const rowsOf = (from: number) =>
      Buffer.from(
        lines(
          Array.from({ length: 600 }, (_, index) => ({ slug: `slug-${from + index}`, destinationUrl: url })),
        ),
      );
    const answering = send("bulk-import", feed.readable, NDJSON);
    await source.write(rowsOf(0));
    await untilSome(control);
    await owner.delete(`/v2/handles/acme/tokens/${tokenId}`);
    const atRevocation = (await slugsIn(control)).length;
    expect((await answering).status).toBe(401);
    await Promise.allSettled([source.write(rowsOf(600)), source.write(rowsOf(1200)), source.close()]);
    expect((await slugsIn(control)).length).toBe(atRevocation);
    expect(atRevocation).toBeLessThanOrEqual(600);
  });
});

onEveryEngine((_, locate) => {
  test("who loses the right meanwhile is told what was done by then, and why not the rest", async () => {
    await using control = await startControl({ location: await locate() });
    const { send } = await bulkClient(control);
    const feed = new TransformStream<Uint8Array, Uint8Array>();
    const source = feed.writable.getWriter();
    const rowsOf = (from: number) =>
      Buffer.from(
        lines(
          Array.from({ length: 400 }, (_, index) => ({ slug: `slug-${from + index}`, destinationUrl: url })),
        ),
      );
    const answering = send("bulk-import", feed.readable, NDJSON);
    await source.write(rowsOf(0));
    await untilSome(control);
    await control.setRole("operator-of-acme", null);
    await source.write(rowsOf(400));
    await source.close();
    const answer = await answering;
    const written = (await slugsIn(control)).length;
    expect(await answer.json()).toMatchObject({
      rows: written,
      created: written,
      stopped: { error: expect.stringMatching(/^insufficient_role|invalid_token$/), afterRow: written },
    });
    expect(written).toBeLessThan(800);
  });
});

test("the stream tells of every row as it is written, and sums up in its last line", async () => {
  await using control = await startControl();
  const { send } = await bulkClient(control);
  const feed = new TransformStream<Uint8Array, Uint8Array>();
  const source = feed.writable.getWriter();
  const answering = send("bulk-import/stream", feed.readable, NDJSON);
  const rowsOf = (from: number) =>
    Buffer.from(
      lines(
        Array.from({ length: 300 }, (_, index) => ({ slug: `slug-${from + index}`, destinationUrl: url })),
      ),
    );
  await source.write(rowsOf(0));
  const answer = await answering;
  expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let said = Buffer.from((await reader.read()).value ?? []).toString();
  expect(said).toContain('"slug":"slug-249"'); // Before the file has ended.
  await source.write(Buffer.from('{"slug":"no"}\n'));
  await source.close();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    said += Buffer.from(next.value).toString();
  }
  const told = said
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(told).toHaveLength(302);
  expect(told.slice(0, 301).map(({ row }) => row)).toEqual(
    Array.from({ length: 301 }, (_, index) => index + 1),
  );
  expect(told[300]).toMatchObject({
    row: 301,
    slug: "no",
    status: "failed",
    error: { error: "invalid_slug" },
  });
  expect(told[301]).toEqual({
    ...{
      dryRun: false,
      format: "switchyard",
      rows: 301,
      created: 300,
      updated: 0,
      unchanged: 0,
      skipped: 0,
      failed: 1,
    },
    ...{ stopped: null, ignoredColumns: [] },
  });
});

test("an answer carries 10 000 results, what failed before all others, and complete counts", async () => {
  await using control = await startControl();
  const { importFile } = await bulkClient(control);
  const rows = Array.from({ length: 10_050 }, (_, index) =>
    index % 100 === 99 ? { slug: "no" } : { slug: `slug-${index}` },
  );
  const report = await importFile(
    lines(rows.map((row) => ({ ...row, destinationUrl: url }))),
    "?dryRun=true",
    NDJSON,
  );
  expect(report).toMatchObject({ rows: 10_050, created: 9_950, failed: 100, truncated: true });
  expect(report.results).toHaveLength(10_000);
  expect(report.results.filter(({ status }) => status === "failed")).toHaveLength(100);
  expect(report.results.map(({ row }) => row)).toEqual(
    report.results.map(({ row }) => row).sort((a, b) => a - b),
  );
});

test("row 100 001 is not read, and the answer says so", async () => {
  await using control = await startControl();
  const { importFile } = await bulkClient(control);
  const file = `slug\n${"no\n".repeat(100_001)}`;
  const report = await importFile(file);
  expect(report).toMatchObject({ rows: 100_000, failed: 100_000, truncated: true });
  expect(report.stopped).toMatchObject({ error: "payload_too_large", afterRow: 100_000 });
});
