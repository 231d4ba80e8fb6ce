import { mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openHandle } from "#testing/open-handle.ts";
import { startProgram } from "#testing/start-program.ts";

const PATIENT = { timeout: 40_000, interval: 50 };

test("while the event log cannot be written readiness says so, and it comes back without a visitor", {
  timeout: 60_000,
}, async () => {
  await using program = await startProgram();
  const { call, config } = program;
  const { token, visit } = await openHandle(program, "away");
  const ready = () => call("GET", "/health/ready", {});
  await expect.poll(ready, PATIENT).toMatchObject({ status: 200, body: { status: "ready" } });

  // As on a file system that has become read-only, no new file can be made.
  const active = join(config.dataDir, "events", "0", "active");
  await rmdir(active);
  expect([await visit(), await visit()]).toEqual([503, 503]);
  for (let time = 0; time < 2; time++) {
    expect(await ready()).toMatchObject({
      status: 503,
      body: { status: "unavailable", checks: { eventLog: "down", disk: "up", database: "up" } },
    });
  }

  await mkdir(active);
  expect(await ready()).toMatchObject({ status: 200, body: { checks: { eventLog: "up" } } });
  expect(await visit()).toBe(302);
  const counted = async () =>
    (await call("GET", "/v2/handles/away/analytics", { token })).body["totals"] as
      | { clicks: number }
      | undefined;
  await expect.poll(async () => (await counted())?.clicks, PATIENT).toBe(1);
});
