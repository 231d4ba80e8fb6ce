import { afterEach, expect, test } from "vitest";
import { openHandle } from "#testing/open-handle.ts";
import { spyOnFs } from "#testing/spy-on-fs.ts";
import { startProgram } from "#testing/start-program.ts";

const writeSync = spyOnFs("writeSync");
afterEach(() => void writeSync.mockReset());

const PATIENT = { timeout: 40_000, interval: 50 };

test("a full disk is told by readiness and metrics, costs visits their record and nobody their way", {
  timeout: 60_000,
}, async () => {
  await using program = await startProgram();
  const { call, port } = program;
  const { token, visit } = await openHandle(program, "full");
  const disk = async () => {
    const { status, body: ready } = await call("GET", "/health/ready", {});
    return [status, (ready as { checks: Record<string, string> }).checks["disk"]];
  };
  const metric = async (name: string) => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return new RegExp(`^switchyard_${name} (\\S+)$`, "m").exec(text)?.[1];
  };
  expect(await visit()).toBe(302);
  expect([await disk(), await metric("events_dropped_total")]).toEqual([[200, "up"], "0"]);

  writeSync.mockImplementation(() => {
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  });
  expect([await visit(), await visit()]).toEqual([302, 302]);
  expect(await disk()).toEqual([200, "down"]);
  expect([await metric("events_dropped_total"), await metric("disk_full")]).toEqual(["2", "1"]);

  writeSync.mockReset();
  expect(await visit()).toBe(302);
  expect([await disk(), await metric("disk_full")]).toEqual([[200, "up"], "0"]);
  const counted = async () =>
    (await call("GET", "/v2/handles/full/analytics", { token })).body["totals"] as
      | { clicks: number }
      | undefined;
  await expect.poll(async () => (await counted())?.clicks, PATIENT).toBe(2);
});

test("the memory of both processes and the time of questions to the warehouse can be read", {
  timeout: 60_000,
}, async () => {
  await using program = await startProgram();
  const text = async () => (await fetch(`http://127.0.0.1:${program.port}/metrics`)).text();
  await expect.poll(text, PATIENT).toMatch(/^switchyard_memory_bytes\{process="warehouse"\} \d{7,}$/m);
  expect(await text()).toMatch(/^switchyard_memory_bytes\{process="main"\} \d{7,}$/m);
  const { token } = await openHandle(program, "asks");
  expect((await program.call("GET", "/v2/handles/asks/analytics", { token })).status).toBe(200);
  const answered = /^switchyard_warehouse_query_seconds_count\{outcome="answered"\} (\d+)$/m;
  expect(Number(answered.exec(await text())?.[1])).toBeGreaterThan(0);
});
