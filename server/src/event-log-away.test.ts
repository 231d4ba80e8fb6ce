import { mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startProgram } from "#testing/start-program.ts";

const PATIENT = { timeout: 40_000, interval: 50 };
const ACCOUNT = { email: "away@example.com", password: "a long disk password" };
const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

test("while the event log cannot be written readiness says so, and it comes back without a visitor", {
  timeout: 60_000,
}, async () => {
  await using program = await startProgram();
  const { call, port, config } = program;
  await call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const token = String((await call("POST", "/v2/auth/login", { body: ACCOUNT })).body["accessToken"]);
  await call("POST", "/v2/handles", { token, body: { handle: "away" } });
  const body = { destinationUrl: "https://example.com/" };
  expect(await call("PUT", "/v2/handles/away/links/launch", { token, body })).toMatchObject({ status: 201 });
  const visit = async () => {
    const headers = { host: `away.localhost:${port}`, "user-agent": AGENT };
    return (await call("GET", "/launch", { headers })).status;
  };
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
