import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { programVersion } from "#commands/backup/program-version.ts";
import { buildControlApi } from "#control.ts";
import { noteBackup } from "#platform/config/last-backup.ts";
import { startControl } from "#testing/start-control.ts";
import { startProgram } from "#testing/start-program.ts";

const BACKUP = { id: "20260102", place: "/srv/<backups>", finishedAt: "2026-01-02T03:04:05.000Z" };
const PATIENT = { timeout: 40_000, interval: 50 };

test("whoever is on the machine is told how the program is, as JSON and as a page without a script", {
  timeout: 60_000,
}, async () => {
  await using program = await startProgram();
  const url = `http://127.0.0.1:${program.port}/internal/status`;
  const read = async () => (await (await fetch(url)).json()) as Record<string, Record<string, unknown>>;
  await expect.poll(async () => (await read())["warehouse"]?.["isUp"], PATIENT).toBe(true);
  const report = await read();
  expect(report).toMatchObject({
    status: "ready",
    checks: { database: "up", eventLog: "up", warehouse: "up", webhooks: "up", disk: "up" },
    program: { version: await programVersion(), node: process.versions.node, pid: process.pid },
    database: {
      engine: "sqlite",
      migration: expect.stringMatching(/^\d{4}-.*\.sql$/),
      bytes: expect.any(Number),
    },
    warehouse: { kind: "embedded", version: expect.stringMatching(/^\d+\./), failures: expect.any(Number) },
    events: { lagSeconds: expect.any(Number), segmentsPending: 0, eventsDropped: 0 },
    queues: { outbox: 0, webhookDeliveries: expect.any(Number), mails: 0 },
    disk: { freeBytes: expect.any(Number), isFull: false },
    lastBackup: null,
    jobs: expect.arrayContaining([expect.objectContaining({ name: "webhooks.deliver", failures: 0 })]),
  });
  await noteBackup(program.config.dataDir, BACKUP);
  expect((await read())["lastBackup"]).toEqual(BACKUP);

  const page = await fetch(url, { headers: { accept: "text/html,*/*" } });
  const html = await page.text();
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+';/,
  );
  expect(html).toContain("<h1>Switchyard is ready</h1>");
  expect(html).toContain("/srv/&lt;backups&gt;");
  expect(html).not.toMatch(/<script|https?:\/\/|<backups>/);
});

test("nobody else finds it, whatever they send", { timeout: 60_000 }, async () => {
  await using program = await startProgram({ TRUSTED_PROXIES: "127.0.0.1" });
  const { call, port } = program;
  const status = async (headers: Record<string, string>) =>
    (await call("GET", "/internal/status", { headers })).status;
  const own = { host: `127.0.0.1:${port}` };
  expect(await status(own)).toBe(200);
  for (const name of ["x-forwarded-for", "x-forwarded-host", "forwarded", "via", "x-real-ip"])
    expect(await status({ ...own, [name]: "127.0.0.1" }), name).toBe(404);
  for (const host of [`api.localhost:${port}`, `acme.localhost:${port}`, "switchyard.example", "10.0.0.1"])
    expect(await status({ host }), host).toBe(404);
  expect((await call("POST", "/internal/status", { headers: own })).status).toBe(404);
});

test("from another address it is not there", async () => {
  await using control = await startControl();
  const api = buildControlApi(control.deps, {
    ...{ operations: [], addressOf: () => "127.0.0.1", tokenWatch: control.tokenWatch, health: [] },
    ...{ registry: new Registry(), metricsToken: undefined },
    status: () => Promise.reject(new Error("It was read.")),
  });
  const ask = async (address: string) =>
    (await api.request("http://127.0.0.1:8080/internal/status", {}, { address })).status;
  expect([await ask("203.0.113.9"), await ask("::ffff:203.0.113.9")]).toEqual([404, 404]);
  expect(await ask("127.0.0.1")).toBe(500);
});
