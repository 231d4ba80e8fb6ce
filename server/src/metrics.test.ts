import { expect, test } from "vitest";
import { programVersion } from "#commands/backup/program-version.ts";
import { noteBackup } from "#platform/config/last-backup.ts";
import { readQueueAges } from "#queue-ages.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { idleMetrics } from "#testing/idle-metrics.ts";
import { openHandle } from "#testing/open-handle.ts";
import { startControl } from "#testing/start-control.ts";
import { startProgram } from "#testing/start-program.ts";

test("an operator sees requests by operation, what visitors get, and how the machine is", {
  timeout: 60_000,
}, async () => {
  await using program = await startProgram();
  const { call, port, config } = program;
  const text = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const figure = async (series: string) => {
    const line = (await text()).split("\n").find((one) => one.startsWith(`switchyard_${series} `));
    return line === undefined ? undefined : Number(line.split(" ").at(-1));
  };
  const { token, visit } = await openHandle(program, "seen");
  expect((await call("GET", "/v2/handles/seen/links/none", { token })).status).toBe(404);
  expect([await visit("/launch"), await visit("/nothing")]).toEqual([302, 404]);

  const requests = (operation: string, status: string) =>
    figure(`request_seconds_count{operation="${operation}",status="${status}"}`);
  expect(await requests("upsertLink", "2xx")).toBe(1);
  expect(await requests("getLink", "4xx")).toBe(1);
  expect(await requests("getLink", "2xx")).toBeUndefined();
  const visits = (outcome: string) => figure(`visit_seconds_count{kind="handle",outcome="${outcome}"}`);
  await expect.poll(() => visits("redirected")).toBe(1);
  expect([await visits("missing"), await visits("failed")]).toEqual([1, 0]);
  expect(await figure("disk_free_bytes")).toBeGreaterThan(0);
  expect(await figure("disk_size_bytes")).toBeGreaterThan(Number(await figure("disk_free_bytes")) / 2);
  expect(await figure('job_runs_total{task="webhooks.deliver"}')).toBeGreaterThan(0);
  expect(await figure('queue_oldest_seconds{queue="mails"}')).toBe(0);
  expect(await text()).toContain(
    `switchyard_build_info{version="${await programVersion()}",node="${process.versions.node}",database="sqlite"} 1`,
  );
  expect(await figure("last_backup_timestamp_seconds")).toBeNaN();
  await noteBackup(config.dataDir, { id: "b", place: "/srv", finishedAt: "2026-01-02T03:04:05.000Z" });
  expect(await figure("last_backup_timestamp_seconds")).toBe(Date.parse("2026-01-02T03:04:05Z") / 1000);

  // No label takes what a stranger sends: addresses that are not there, or methods, make no series of their own.
  const series = async () =>
    (await text()).split("\n").filter((line) => /_(?:request|visit)_/.test(line)).length;
  await call("GET", "/v2/nothing", { token });
  await call("DELETE", "/v2/handles/seen/nothing/0", { token });
  const before = await series();
  for (let n = 0; n < 20; n++) {
    await call("GET", `/v2/nothing/${n}`, { token });
    await call("GET", `/v2/handles/h${n}/links/none`, { token });
    await visit(`/nothing-${n}`);
  }
  expect(await series()).toBe(before);
});

test("metrics that cannot be read hide no others", async () => {
  const control = await startControl();
  const { registry } = idleMetrics(control.deps);
  await control[Symbol.asyncDispose]();
  const text = await registry.metrics();
  expect(text).toMatch(/^switchyard_disk_free_bytes Nan$/im);
  expect(text).toMatch(/^switchyard_warehouse_up Nan$/im);
  expect(text).toMatch(/^switchyard_segments_pending 3$/m);
  expect(text).not.toMatch(/^switchyard_queue_oldest_seconds\{/m);
});

onEveryEngine((_, locate) => {
  test("the age of each queue is that of its oldest entry, and of none when all is done", async () => {
    await using control = await startControl({ location: await locate() });
    const means = { deps: control.deps, webhooks: { oldestDueSeconds: () => 7 } };
    const ages = () => readQueueAges(means as unknown as Parameters<typeof readQueueAges>[0]);
    const owner = await control.member("OWNER");
    await control.rows("update outbox set dispatched_at = at, notified_at = at");
    const none = { outbox: 0, notifications: 0, mails: 0, committedVisits: 0 };
    expect(await ages()).toEqual({ ...none, webhookDeliveries: 7 });
    const put = (slug: string) =>
      owner.put(`/v2/handles/acme/links/${slug}`, { destinationUrl: "https://example.com/" });
    await put("first");
    control.advance(60_000);
    await put("second");
    control.advance(5_000);
    expect(await ages()).toMatchObject({ outbox: 65, notifications: 65 });
    await control.rows("update outbox set dispatched_at = at where payload like '%first%'");
    expect(await ages()).toMatchObject({ outbox: 5, notifications: 65 });
  });
});
