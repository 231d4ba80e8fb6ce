import { Client } from "pg";
import { expect, test } from "vitest";
import { WRITE } from "#platform/database/write.ts";
import { mutate } from "#platform/mutate.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";
import { Dispatcher } from "./dispatcher.ts";

const JOB = { kind: "system", job: "test" } as const;

/** So many events in one commit. */
const occurMany = (deps: Parameters<typeof mutate>[0], count: number, from = 0) =>
  mutate(deps, JOB, { auth: "none" }, async () => ({
    result: undefined,
    audit: { action: "test", target: "", handleId: "hdl_acme" },
    events: Array.from({ length: count }, (_, n) => ({
      type: "token.revoked",
      payload: { tokenId: `t${from + n}`, reason: "x" },
    })),
  }));

onEveryEngine((_, locate) => {
  test("two processes that dispatch and deliver at once send each event once to each endpoint", async () => {
    const location = await locate();
    await using it = await startWebhookTest(location);
    await using second = await startControl({ location });
    // With the usual patience: on SQLite two in one thread stand in each other's way.
    const both = [new Dispatcher(it.control.deps), new Dispatcher(second.deps)];
    const receiver = await startReceiver();
    await it.subscribe(`${receiver.url}/a`);
    await it.subscribe(`${receiver.url}/b`);
    for (let n = 0; n < 5; n++) await occurMany(it.control.deps, 50, n * 50);
    await Promise.all(both.map((dispatcher) => dispatcher.settle()));
    it.control.advance(10_000); // What could not be read for being locked was given back.
    await it.dispatcher.settle();
    for (const path of ["/a", "/b"]) {
      const ids = receiver.at(path).map(({ event }) => event.payload["tokenId"]);
      expect(ids).toHaveLength(250);
      expect(new Set(ids).size).toBe(250);
    }
    await Promise.all(both.map((dispatcher) => dispatcher.stop(0)));
  }, 60_000);
});

onEveryEngine((_, locate) => {
  test("killed before the commit of a fan-out, an event is dispatched by whoever comes next, whole and once", async () => {
    const location = await locate();
    await using it = await startWebhookTest(location);
    const receiver = await startReceiver();
    await it.subscribe(`${receiver.url}/a`);
    await it.subscribe(`${receiver.url}/b`);
    const { deps } = it.control;
    const write = deps.db[WRITE];
    const dying = {
      ...deps,
      db: {
        ...deps.db,
        [WRITE]: ((work) =>
          write(async (tx) => {
            await work(tx);
            throw new Error("Killed.");
          })) as typeof write,
      },
    };
    for (let n = 0; n < 20; n++) {
      await occurMany(deps, 1, n);
      const killed = new Dispatcher(dying);
      await expect(killed.fanOut()).rejects.toThrow("Killed.");
      expect(await it.control.rows("select * from webhook_deliveries where status = 'PENDING'")).toEqual([]);
      await it.dispatcher.settle();
    }
    for (const path of ["/a", "/b"]) {
      expect(receiver.at(path).map(({ event }) => event.payload["tokenId"])).toEqual(
        Array.from({ length: 20 }, (_, n) => `t${n}`),
      );
    }
    expect(await it.control.rows("select id from outbox where dispatched_at is null")).toEqual([]);
  });

  test("what was claimed by a process that died is sent by another when the lease ends, and not before", async () => {
    const location = await locate();
    await using it = await startWebhookTest(location);
    const held: (() => void)[] = [];
    const receiver = await startReceiver({ "/a": (response) => void held.push(() => response.end()) });
    const { subscriptionId } = await it.subscribe(`${receiver.url}/a`);
    await occurMany(it.control.deps, 1);
    const dead = new Dispatcher({ ...it.control.deps, log: it.control.deps.log }, { timeoutMs: 60_000 });
    await dead.fanOut();
    expect(await dead.deliver()).toBe(1);
    await expect.poll(() => receiver.received.length).toBe(1);
    receiver.answers["/a"] = 200;
    it.control.advance(59_999);
    await it.dispatcher.settle();
    expect(receiver.received).toHaveLength(1);
    it.control.advance(1);
    await it.dispatcher.settle();
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    // It was not dead: its answer comes late, and changes nothing of what is known.
    for (const release of held) release();
    await dead.stop(5_000);
    expect(await it.deliveries(subscriptionId)).toMatchObject([{ status: "SUCCEEDED" }]);
    await it.dispatcher.settle();
    expect(receiver.received).toHaveLength(2);
  });
});

onEveryEngine((_, locate) => {
  test("an event that commits after later ones were dispatched is dispatched all the same", async () => {
    const location = await locate();
    await using it = await startWebhookTest(location);
    const receiver = await startReceiver();
    await it.subscribe(receiver.url);
    const at = it.control.now().getTime();
    const insert = `insert into outbox (id, handle_id, type, payload, at, dispatched_at) values ('evt_0000', 'hdl_acme', 'token.revoked', '{"tokenId":"late","reason":"x"}', ${at}, null)`;
    if (location.startsWith("postgres")) {
      const slow = new Client(location);
      await slow.connect();
      await slow.query("begin");
      await slow.query(insert);
      await occurMany(it.control.deps, 3);
      await it.dispatcher.settle();
      expect(receiver.received).toHaveLength(3);
      await slow.query("commit");
      await slow.end();
    } else {
      // Here commits are one after another; ids of two processes need not be.
      await occurMany(it.control.deps, 3);
      await it.dispatcher.settle();
      await it.control.rows(insert);
    }
    await it.dispatcher.settle();
    expect(receiver.received.map(({ event }) => event.payload["tokenId"]).sort()).toEqual([
      "late",
      "t0",
      "t1",
      "t2",
    ]);
  });
});
