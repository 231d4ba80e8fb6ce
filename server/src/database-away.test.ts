import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { onPostgres } from "#testing/engines.ts";
import { openHandle } from "#testing/open-handle.ts";
import { startProgram } from "#testing/start-program.ts";
import { startRelay } from "#testing/start-relay.ts";

const PATIENT = { timeout: 60_000, interval: 50 };

/** Somebody who can do to the database what its operator can. */
async function administer(location: string) {
  const admin = new Client(location);
  await admin.connect();
  onTestFinished(() => admin.end());
  const OTHERS = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
  const count = async (text: string) => Number((await admin.query<{ n: string }>(text)).rows[0]?.n);
  return {
    pid: async () => count("select pg_backend_pid() as n"),
    query: (text: string) => admin.query(text),
    waiting: () => count(`select count(*) as n ${OTHERS} and wait_event_type = 'Lock'`),
    /** All but this and another. */
    endAll: (spared = 0) =>
      count(`select count(pg_terminate_backend(pid)) as n ${OTHERS} and pid <> ${spared}`),
  };
}

/** The whole program, its database behind a wire, and one link that was visited lately. */
async function startShop(location: string) {
  const relay = await startRelay(location);
  const program = await startProgram({ DATABASE_URL: relay.url });
  const { call, port } = program;
  const { token, visit } = await openHandle(program, "away");
  const body = { destinationUrl: "https://example.com/" };
  await hearEverything(location, visit);
  expect(await visit("/launch")).toBe(302);
  return {
    relay,
    visit,
    read: (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(9_000) }),
    list: async () => (await call("GET", "/v2/handles/away/links", { token })).status,
    write: async () => (await call("PUT", "/v2/handles/away/links/other", { token, body })).status,
    [Symbol.asyncDispose]: () => {
      relay.speak();
      return program[Symbol.asyncDispose]();
    },
  };
}

/**
 * Until all news so far has come, the program's own too, which it hears once more from PostgreSQL: what is visited before is
 * forgotten once more. News comes in order, so that of a route which only PostgreSQL tells of is the last.
 */
async function hearEverything(location: string, visit: (path: string) => Promise<number>): Promise<void> {
  expect(await visit("/marker")).toBe(404);
  const operator = new Client(location);
  await operator.connect();
  await operator.query(`with made as (
    insert into routes (handle_id, slug, route) select handle_id, 'marker', route from routes where slug = 'launch' returning handle_id
  )
  select pg_notify('switchyard_news', json_build_object('kind', 'route', 'handleId', handle_id, 'slug', 'marker')::text) from made`);
  await operator.end(); // Before a test ends all connections there are.
  await expect.poll(() => visit("/marker"), PATIENT).toBe(302);
}

onPostgres((locate) => {
  test("when PostgreSQL ends every connection, idle and in use, the program goes on and what was asked is refused with 503", async () => {
    const location = await locate();
    await using shop = await startShop(location);
    const admin = await administer(location);

    // Idle, again and again: the next request may meet a line that it does not know to be dead.
    for (let time = 0; time < 5; time++) {
      expect(await admin.endAll()).toBeGreaterThan(0);
      const statuses = await Promise.all([shop.list(), shop.write(), shop.visit("/launch")]);
      expect([200, 503]).toContain(statuses[0]);
      expect([200, 201, 503]).toContain(statuses[1]);
      expect(statuses[2]).toBe(302);
      await expect.poll(shop.list, PATIENT).toBe(200);
    }

    // In use, by readers and in the middle of transactions.
    const other = await administer(location); // In a transaction one sees who waits as it was at first.
    await other.query("begin");
    await other.query("lock table links in access exclusive mode");
    const asked = [shop.list(), shop.list(), shop.write(), shop.write()];
    await expect.poll(admin.waiting, PATIENT).toBeGreaterThanOrEqual(asked.length);
    await admin.endAll(await other.pid());
    expect(await shop.visit("/launch")).toBe(302);
    expect(await Promise.all(asked)).toEqual(asked.map(() => 503));
    await other.query("rollback");
    await expect.poll(shop.list, PATIENT).toBe(200);
    expect(await shop.write()).toBeLessThan(300);
  });

  test("while PostgreSQL is away remembered links go on and the rest is 503, and when it is back so is everything", async () => {
    await using shop = await startShop(await locate());
    await shop.relay.cut();
    expect(await shop.visit("/launch")).toBe(302);
    expect(await Promise.all([shop.visit("/unknown"), shop.list(), shop.write()])).toEqual([503, 503, 503]);
    await shop.relay.mend();
    await expect.poll(shop.list, PATIENT).toBe(200);
    expect(await shop.write()).toBe(201);
    expect(await shop.visit("/other")).toBe(302);
  });

  test("while PostgreSQL accepts and stays silent, whoever watches is told how the rest is", async () => {
    await using shop = await startShop(await locate());
    shop.relay.hush();
    const [status, metrics] = await Promise.all([shop.read("/internal/status"), shop.read("/metrics")]);
    expect(await status.json()).toMatchObject({
      status: "unavailable",
      checks: { database: "down" },
      queues: null,
      disk: { freeBytes: expect.any(Number) },
    });
    const series = await metrics.text();
    expect(series).toMatch(/^switchyard_disk_free_bytes \d/m);
    expect(series).not.toMatch(/^switchyard_queue_oldest_seconds\{/m);
    expect(await shop.visit("/launch")).toBe(302);
    shop.relay.speak();
    await expect.poll(shop.list, PATIENT).toBe(200);
  });
});
