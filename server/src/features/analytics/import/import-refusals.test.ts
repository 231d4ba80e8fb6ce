import { mkdirSync } from "node:fs";
import promises, { mkdir, rename } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { basename, dirname, join } from "node:path";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { fillDiskFor } from "#testing/fill-disk-for.ts";
import { historyImports } from "#testing/history-imports.ts";
import { startAnalytics } from "#testing/start-analytics.ts";
import type { Control } from "#testing/start-control.ts";
import { resumeImports } from "./resume-imports.ts";

vi.setConfig({ testTimeout: 60_000 }); // Of a machine that is busy with other things, too.
const analytics = await startAnalytics();
afterAll(() => analytics[Symbol.asyncDispose]());
const { start, sealed, staged } = historyImports(analytics);

const click = { at: "2024-05-01T10:00:00Z", slug: "launch" };

test("a line that is refused is named, nothing of the file arrives, and the key is still free", async () => {
  const { post, ship, events, control } = await start();
  const file = [
    JSON.stringify(click),
    "",
    "not json",
    JSON.stringify({ ...click, country: "Germany", device: "toaster" }),
    JSON.stringify({ ...click, at: "yesterday" }),
    JSON.stringify({ ...click, at: "1999-01-01T00:00:00Z" }),
    JSON.stringify({ ...click, at: "2026-01-02T00:00:00Z" }),
    JSON.stringify({ ...click, value: "5" }),
    JSON.stringify({ ...click, kind: "conversion", value: "5" }),
    JSON.stringify({ ...click, count: 100_001 }),
    JSON.stringify({ ...click, slug: "a\u0000b" }),
    JSON.stringify({ ...click, ip: "203.0.113.7" }),
    `{"at":"2024-05-01T10:00:00Z","slug":"${"x".repeat(70_000)}"}`,
  ].join("\r\n");
  const { status, body } = await post(file, "batchKey=one");
  expect({ status, error: body["error"], message: body["message"] }).toEqual({
    status: 400,
    error: "invalid_payload",
    message: "11 lines are refused, and nothing was imported.",
  });
  expect(body.details?.map(({ path }) => path)).toEqual([
    "3",
    "4.country",
    "4.device",
    "5.at",
    "6.at",
    "7.at",
    "8.value",
    "9.currency",
    "10.count",
    "11.slug",
    "12",
    "13",
  ]);
  expect(await sealed()).toEqual([]);
  expect(await staged()).toEqual([]);
  expect(await control.rows("select * from analytics_imports")).toEqual([]);
  const skipping = await post(file, "batchKey=one&onError=skip");
  expect(skipping).toMatchObject({
    status: 200,
    body: { replayed: false, lines: 12, events: 1, failed: 11 },
  });
  expect(skipping.body["errors"]).toContainEqual({ line: 4, path: "country", message: expect.any(String) });
  await ship();
  expect(await events()).toHaveLength(1);
});

test("a dry run says what would be, and leaves nothing", async () => {
  const { send, control } = await start();
  const dry = await send([click, { slug: "x" }], "batchKey=one&dryRun=true");
  expect(dry).toMatchObject({
    status: 200,
    body: { dryRun: true, events: 1, failed: 1, errors: [{ line: 2, path: "at" }] },
  });
  expect(await sealed()).toEqual([]);
  expect(await staged()).toEqual([]);
  expect(await control.rows("select * from analytics_imports")).toEqual([]);
  expect((await send([click])).body).toMatchObject({ dryRun: false, replayed: false });
});

test.each([
  ["nothing", ""],
  ["blank lines alone", "\n \r\n\n"],
])("an upload of %s is refused, and its key is still free", async (_, file) => {
  const { post, send } = await start();
  for (const rest of ["", "&onError=skip", "&dryRun=true"]) {
    expect(await post(file, `batchKey=one${rest}`)).toMatchObject({
      status: 400,
      body: { error: "invalid_payload", message: "The upload has no line." },
    });
  }
  expect(await staged()).toEqual([]);
  expect((await send([click])).body).toMatchObject({ replayed: false, events: 1 });
  expect(await post(file, "batchKey=one")).toMatchObject({
    status: 200,
    body: { replayed: true, events: 1 },
  });
});

test("an upload of which no line was taken answers its report, and its key is still free", async () => {
  const { send, ship, events, control } = await start();
  const wrong = [{ slug: "launch" }, { ...click, at: "yesterday" }];
  for (let time = 0; time < 2; time++) {
    expect(await send(wrong, "batchKey=one&onError=skip")).toMatchObject({
      status: 200,
      body: { replayed: false, lines: 2, events: 0, failed: 2, from: null, to: null },
    });
  }
  expect(await sealed()).toEqual([]);
  expect(await staged()).toEqual([]);
  expect(await control.rows("select * from analytics_imports")).toEqual([]);
  expect((await send([click, click])).body).toMatchObject({ replayed: false, events: 2 });
  await ship();
  expect(await events()).toHaveLength(2);
});

test("what this handle would not keep is not imported", async () => {
  const { send } = await start({ retentionDays: 30 });
  const { status, body } = await send([click, { ...click, at: "2025-12-31T00:00:00Z" }]);
  expect({ status, details: body.details }).toMatchObject({ status: 400, details: [{ path: "1.at" }] });
});

test.each([
  ["no key", "dryRun=true", "batchKey"],
  ["a key with a blank", "batchKey=a%20b", "batchKey"],
  ["a key that is too long", `batchKey=${"x".repeat(129)}`, "batchKey"],
  ["an unknown parameter", "batchKey=a&dry=1", "dry"],
])("%s is refused", async (_, query, path) => {
  const { send } = await start();
  expect(await send([click], query)).toMatchObject({ status: 400, body: { details: [{ path }] } });
  expect(await staged()).toEqual([]);
});

test("a death between the commit and the event log loses nothing and doubles nothing", async () => {
  const { send, ship, counted, control } = await start();
  await send([{ ...click, count: 60_000 }]);
  const [first, second, ...others] = await sealed();
  if (first === undefined || second === undefined) throw new Error("There are no two segments.");
  expect(others).toEqual([]);
  const [{ folder }] = (await control.rows("select folder from analytics_imports")) as [{ folder: string }];
  const parts = join(analytics.eventsFolder, "imports", folder, "parts");
  await mkdir(parts, { recursive: true });
  // As it was when the first segment had been moved, and the second had not.
  for (const path of [second.path, second.path.replace(/\.ndjson$/, ".summary.json")]) {
    await rename(path, join(parts, basename(path)));
  }
  await ship();
  expect((await send([click])).body).toMatchObject({ replayed: true, events: 60_000 });
  expect((await counted())?.rows).toBeLessThan(60_000);
  await Promise.all([resumeImports(control.deps), resumeImports(control.deps)]);
  await ship();
  expect(await counted()).toEqual({ rows: 60_000, ids: 60_000 });
  expect(await control.rows("select clicks from link_clicks")).toEqual([{ clicks: 60_000 }]);
  expect(await staged()).toEqual([]);
});

test("what a process left that died before the commit is removed, once nobody can be at work there", async () => {
  const { send, events, control, ship } = await start();
  const name = `${control.now().getTime().toString(36)}-${"0".repeat(16)}`;
  await mkdir(join(analytics.eventsFolder, "imports", name, "parts"), { recursive: true });
  await resumeImports(control.deps);
  expect(await staged()).toEqual([name]);
  expect((await send([click])).body).toMatchObject({ replayed: false });
  control.advance(7 * 3_600_000);
  await resumeImports(control.deps);
  expect(await staged()).toEqual([]);
  await ship();
  expect(await events()).toHaveLength(1);
});

test("a session that ends meanwhile imports nothing", async () => {
  const { control, send, post } = await start();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(sink) {
        await control.rows("update sessions set ended_at = 1 where session_id = 'ses_keeper'");
        sink.enqueue(Buffer.from(`${JSON.stringify(click)}\n`));
        sink.close();
      },
    },
    { highWaterMark: 0 },
  );
  expect((await post(body, "batchKey=one")).status).toBe(401);
  expect(await sealed()).toEqual([]);
  expect(await staged()).toEqual([]);
  expect((await send([click])).body).toMatchObject({ replayed: false });
});

test.each([
  ["the upload", /^\{"at"/, "ENOSPC"],
  ["a segment", /^\{"id":"evt_/, "ENOSPC"],
  ["a summary", /"isOnlyCopy"/, "EDQUOT"],
] as const)(
  "a disk on which %s has no room is no fault of ours: 503, nothing is left, and the key is free",
  async (_, content, code) => {
    const { send, ship, events, control } = await start();
    const logged = vi.spyOn(control.deps.log, "error");
    const empty = await fillDiskFor(content, code);
    const many = [{ ...click, count: 50_000 }];
    expect(await send(many)).toMatchObject({ status: 503, body: { error: "unavailable" } });
    expect(logged).not.toHaveBeenCalled();
    await expectNothingOf(control);
    empty();
    expect(await send(many)).toMatchObject({ status: 200, body: { replayed: false, events: 50_000 } });
    await ship();
    expect(await events()).toHaveLength(50_000);
  },
);

test("nor is one on which there is no room for a folder", async () => {
  const { send, control } = await start();
  const mkdirs = vi.spyOn(promises, "mkdir").mockImplementation(async (path) => {
    mkdirSync(dirname(String(path)), { recursive: true }); // Of two folders the first.
    throw Object.assign(new Error("ENOSPC: no room, mkdir"), { code: "ENOSPC", syscall: "mkdir" });
  });
  const restore = () => {
    mkdirs.mockRestore();
    syncBuiltinESMExports();
  };
  onTestFinished(restore);
  syncBuiltinESMExports();
  expect(await send([click])).toMatchObject({ status: 503, body: { error: "unavailable" } });
  restore();
  await expectNothingOf(control);
  expect((await send([click])).body).toMatchObject({ replayed: false, events: 1 });
});

async function expectNothingOf(control: Control): Promise<void> {
  expect(await sealed()).toEqual([]);
  expect(await staged()).toEqual([]);
  expect(await control.rows("select * from analytics_imports")).toEqual([]);
}
