import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";

const DAY_MS = 86_400_000;

type Test = Awaited<ReturnType<typeof startWebhookTest>>;
const stateOf = async (it: Test, id: string) =>
  (await it.operator.get(it.path(id))).body as Record<string, unknown>;

onEveryEngine((_, locate) => {
  test("410 disables at once, and whoever wants to know is told: the owner by mail, others by an event", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver({ "/gone": 410 });
    const { subscriptionId } = await it.subscribe(`${receiver.url}/gone`);
    await it.subscribe(`${receiver.url}/watch`, { eventTypes: ["webhook.disabled"] });
    await it.occur("launch");
    await it.dispatcher.settle();
    expect(await stateOf(it, subscriptionId)).toMatchObject({
      enabled: false,
      disabledReason: "gone",
      disabledAt: "2026-01-01T00:00:00.000Z",
      version: 2,
    });
    expect(receiver.at("/watch").map(({ event }) => [event.type, event.payload])).toEqual([
      ["webhook.disabled", { subscriptionId, reason: "gone", failingSince: "2026-01-01T00:00:00.000Z" }],
    ]);
    expect(it.control.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ["founder-of-acme@example.com", "A webhook of acme was disabled"],
    ]);
    const audit = await it.control.rows(
      "select actor, handle_id from audit_events where action = 'webhook.disable'",
    );
    expect(audit).toEqual([{ actor: "system:webhooks.deliver", handle_id: "hdl_acme" }]);
    await it.occur("later");
    it.control.advance(DAY_MS);
    await it.dispatcher.settle();
    expect(receiver.at("/gone")).toHaveLength(1);
  });

  test("five days of failures only disable, and a single success begins them anew", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver({ "/a": 500, "/b": 500 });
    const [a, b] = [await it.subscribe(`${receiver.url}/a`), await it.subscribe(`${receiver.url}/b`)];
    const pass = async (day: number) => {
      await it.occur(`link-${day}`);
      await it.dispatcher.settle();
    };
    await pass(0);
    for (let day = 1; day <= 4; day++) {
      it.control.advance(DAY_MS);
      receiver.answers["/b"] = day === 3 ? 200 : 500;
      await pass(day);
    }
    it.control.advance(DAY_MS - 1);
    await pass(5);
    expect(await stateOf(it, a.subscriptionId)).toMatchObject({
      enabled: true,
      failingSince: "2026-01-01T00:00:00.000Z",
    });
    it.control.advance(1);
    await pass(6);
    expect(await stateOf(it, a.subscriptionId)).toMatchObject({ enabled: false, disabledReason: "failing" });
    expect(await stateOf(it, b.subscriptionId)).toMatchObject({
      enabled: true,
      failingSince: "2026-01-05T00:00:00.000Z",
    });
    const told = await it.control.rows("select payload from outbox where type = 'webhook.disabled'");
    expect(told).toHaveLength(1);
    expect(it.control.mails).toHaveLength(1);
  });
});

onEveryEngine((_, locate) => {
  test("a replay sends exactly what has not arrived: what failed, and what occurred while it was disabled", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver();
    const { subscriptionId } = await it.subscribe(`${receiver.url}/a`, { eventTypes: ["link.created"] });
    const path = it.path(subscriptionId);
    await it.occur("arrived");
    await it.dispatcher.settle();
    receiver.answers["/a"] = 410;
    await it.occur("failed");
    await it.dispatcher.settle();
    it.control.advance(1000);
    for (const slug of ["missed-1", "missed-2"]) await it.occur(slug);
    await it.dispatcher.settle();
    expect(receiver.received).toHaveLength(2);
    receiver.answers["/a"] = 200;
    const window = { from: "2025-12-31T00:00:00Z", to: "2026-01-01T12:00:00Z" };
    expect(await it.operator.post(`${path}/replay`, window)).toMatchObject({ status: 409 });
    it.control.advance(DAY_MS);
    await it.operator.patch(path, { enabled: true });
    await it.occur("after");
    await it.dispatcher.settle();
    expect(receiver.received.slice(2).map(({ event }) => event.payload["slug"])).toEqual(["after"]);
    expect(await it.operator.post(`${path}/replay`, window)).toMatchObject({
      status: 202,
      body: { replayId: expect.stringMatching(/^rpl_/) },
    });
    await it.dispatcher.settle();
    const replayed = receiver.received.slice(3).map(({ event }) => event.payload["slug"]);
    expect(replayed.sort()).toEqual(["failed", "missed-1", "missed-2"]);
    await it.operator.post(`${path}/replay`, window);
    await it.dispatcher.settle();
    expect(receiver.received).toHaveLength(6);
    expect(await it.control.rows("select * from webhook_replays")).toEqual([]);
    const ids = receiver.received.map(({ event }) => event.id);
    expect(new Set(ids).size).toBe(5); // What failed came again under its own id.
  });
});

test("what waits for its next attempt goes on when a webhook is enabled again, and not before", async () => {
  await using it = await startWebhookTest();
  const receiver = await startReceiver({ "/a": 500 });
  const { subscriptionId } = await it.subscribe(`${receiver.url}/a`);
  await it.occur("launch");
  await it.dispatcher.settle();
  await it.operator.patch(it.path(subscriptionId), { enabled: false });
  it.control.advance(DAY_MS);
  await it.dispatcher.settle();
  expect(receiver.received).toHaveLength(1);
  receiver.answers["/a"] = 200;
  await it.operator.patch(it.path(subscriptionId), { enabled: true });
  await it.dispatcher.settle();
  expect(receiver.received).toHaveLength(2);
  expect(await it.deliveries(subscriptionId)).toMatchObject([{ status: "SUCCEEDED", attempts: 2 }]);
});
