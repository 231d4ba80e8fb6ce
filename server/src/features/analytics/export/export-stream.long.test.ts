import { getRequestListener } from "@hono/node-server";
import pino, { type Logger } from "pino";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import type { StreamWarehouse } from "#platform/deps.ts";
import { listen } from "#platform/http/listen.ts";
import { startAnalytics, visitEvent } from "#testing/start-analytics.ts";
import { type Control, startControl } from "#testing/start-control.ts";

const PATH = "/v2/public/handles/acme/analytics/export";
const EVENTS = 45_000;
vi.setConfig({ testTimeout: 90_000 }); // Of a machine that is busy with other things, too.
const analytics = await startAnalytics();
afterAll(() => analytics[Symbol.asyncDispose]());

/** More than four pages; a third of them in one millisecond, as imported counts are. */
const at = (index: number) =>
  index % 3 === 0 ? "2025-12-31T00:00:00Z" : new Date(Date.UTC(2025, 11, 30) + index * 1000).toISOString();
await analytics.record(
  Array.from({ length: EVENTS }, (_, index) =>
    visitEvent(at(index), { slug: `s${index}`, destination: `https://example.com/${"x".repeat(400)}` }),
  ),
);

/** The control plane behind a real socket, and how many pages the engine has been asked for. */
async function start(streamWarehouse: StreamWarehouse = analytics.streamWarehouse, log?: Logger) {
  const asked = { pages: 0 };
  const counting: StreamWarehouse = (...question) => {
    asked.pages += 1;
    return streamWarehouse(...question);
  };
  const { askWarehouse } = analytics;
  const override = { askWarehouse, streamWarehouse: counting, ...(log && { log }) };
  const control = await startControl({ override });
  const server = await listen(getRequestListener(control.api.fetch), 0, "127.0.0.1");
  onTestFinished(async () => {
    await server.close();
    await control[Symbol.asyncDispose]();
  });
  return { control, asked, url: `http://127.0.0.1:${server.port}` };
}

/** A Parquet file of a size that no test can record events for: the whole of a small one lies in the socket before it is cut. */
const largeFile: StreamWarehouse = async function* () {
  for (let piece = 0; piece < 1024; piece++) yield new Uint8Array(64 * 1024);
};
const startFor = (format: string) => start(format === "parquet" ? largeFile : undefined);

type Reading = ReadableStreamDefaultReader<Uint8Array>;

async function open(url: string, authorization: string, query = "format=csv") {
  const leave = new AbortController();
  const answer = await fetch(`${url}${PATH}?${query}`, { headers: { authorization }, signal: leave.signal });
  const reading = answer.body?.getReader() as Reading;
  onTestFinished(() => leave.abort());
  return { status: answer.status, reading, leave };
}

async function readAll(reading: Reading): Promise<number> {
  let bytes = 0;
  for (let piece = await reading.read(); !piece.done; piece = await reading.read())
    bytes += piece.value.length;
  return bytes;
}

const bearer = async (control: Control) => {
  const token = await control.token(["analytics.read"]);
  return { ...token, authorization: `Bearer ${token.text}` };
};

test("a file of many pages has every event once, in order, however many share a moment", async () => {
  const { control, asked, url } = await start();
  const { authorization } = await bearer(control);
  const answer = await fetch(`${url}${PATH}?format=ndjson`, { headers: { authorization } });
  const rows = (await answer.text())
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { id: string; at: string });
  expect(rows).toHaveLength(EVENTS);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(EVENTS);
  const keys = rows.map((row) => `${row.at} ${row.id}`);
  expect(keys).toEqual(keys.toSorted());
  expect(asked.pages).toBeGreaterThanOrEqual(5);
});

test("the rows of a day that has more than a page are all there, once", async () => {
  const { control, url } = await start();
  const { authorization } = await bearer(control);
  const answer = await fetch(`${url}${PATH}?format=ndjson&dataset=daily`, { headers: { authorization } });
  const rows = (await answer.text())
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { slug: string; clicks: number });
  expect(rows).toHaveLength(EVENTS);
  expect(new Set(rows.map(({ slug }) => slug)).size).toBe(EVENTS);
  expect(rows.reduce((sum, { clicks }) => sum + clicks, 0)).toBe(EVENTS);
});

test("the engine is asked for no more than its reader takes", async () => {
  const { control, asked, url } = await start();
  const { authorization } = await bearer(control);
  const { reading } = await open(url, authorization);
  await reading.read();
  // What a page holds does not fit into what lies between the two ends of a socket.
  for (let turn = 0; turn < 20; turn++) await fetch(`${url}/health/live`).then((answer) => answer.text());
  expect(asked.pages).toBeLessThanOrEqual(2);
  await readAll(reading);
  expect(asked.pages).toBeGreaterThanOrEqual(5);
});

test.each(["csv", "ndjson", "parquet"])("revoking the token cuts a %s file at once", async (format) => {
  const { control, asked, url } = await startFor(format);
  const { authorization, tokenId } = await bearer(control);
  const { reading } = await open(url, authorization, `format=${format}`);
  await reading.read();
  const operator = await control.member("OPERATOR");
  expect((await operator.delete(`/v2/handles/acme/tokens/${tokenId}`)).status).toBe(204);
  await expect(readAll(reading)).rejects.toThrow();
  expect(asked.pages).toBeLessThan(5);
});

test.each(["csv", "parquet"])("a member who is removed gets no more of a %s file", async (format) => {
  const { control, url } = await startFor(format);
  await control.setRole("leaver", "CREATOR");
  const { authorization } = await control.bearerOf("leaver");
  const answer = await fetch(`${url}${PATH.replace("/public", "")}?format=${format}`, {
    headers: { authorization },
  });
  const reading = answer.body?.getReader() as Reading;
  await reading.read();
  await control.setRole("leaver", null);
  await expect(readAll(reading)).rejects.toThrow();
});

test("an error in the middle breaks the connection off, so that nobody takes half a file for a whole one", async () => {
  let pages = 0;
  const failing: StreamWarehouse = async function* (...question) {
    if (++pages === 3) throw new Error("The disk is on fire.");
    yield* analytics.streamWarehouse(...question);
  };
  const { control, url } = await start(failing, pino({ level: "silent" }));
  const { authorization } = await bearer(control);
  const { status, reading } = await open(url, authorization);
  expect(status).toBe(200);
  expect((await reading.read()).value?.length).toBeGreaterThan(0);
  await expect(readAll(reading)).rejects.toThrow();
});

test("four files of a handle are read at once, the fifth is told to wait, and each end makes room", async () => {
  const { control, url } = await start();
  const { authorization } = await bearer(control);
  const files = await Promise.all(Array.from({ length: 4 }, () => open(url, authorization)));
  expect(files.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const fifth = await fetch(`${url}${PATH}?format=csv`, { headers: { authorization } });
  expect(fifth.status).toBe(429);
  expect(fifth.headers.get("retry-after")).toBe("10");
  files[0]?.leave.abort();
  await expect.poll(async () => (await open(url, authorization)).status, { timeout: 10_000 }).toBe(200);
});

test("asking for the head of a file holds no place", async () => {
  const { control, url } = await start();
  const { authorization } = await bearer(control);
  for (let turn = 0; turn < 6; turn++) {
    const answer = await fetch(`${url}${PATH}?format=csv`, { method: "HEAD", headers: { authorization } });
    expect(answer.status).toBe(200);
  }
  expect((await open(url, authorization)).status).toBe(200);
});
