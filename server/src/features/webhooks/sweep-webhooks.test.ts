import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";
import { sweepWebhooks } from "./sweep-webhooks.ts";

const DAY_MS = 86_400_000;

onEveryEngine((_, locate) => {
  test("deliveries go after thirty days, and all that a deleted webhook has left behind with the next sweep", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver();
    const [kept, deleted] = [
      await it.subscribe(`${receiver.url}/a`),
      await it.subscribe(`${receiver.url}/b`),
    ];
    await it.occur("old-one");
    await it.dispatcher.settle();
    it.control.advance(DAY_MS);
    await it.occur("new-one");
    await it.dispatcher.settle();
    const window = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" };
    await it.operator.post(`${it.path(deleted.subscriptionId)}/replay`, window);
    await it.operator.delete(it.path(deleted.subscriptionId));
    it.control.advance(29 * DAY_MS - 1);
    await sweepWebhooks(it.control.deps);
    const left = async (table: string) =>
      (await it.control.rows(`select subscription_id from ${table}`)).map(
        (row) => (row as { subscription_id: string }).subscription_id,
      );
    const only = (count: number) => Array.from({ length: count }, () => kept.subscriptionId);
    expect(await left("webhook_deliveries")).toEqual(only(2));
    expect(await left("webhook_secrets")).toEqual(only(1));
    expect(await left("webhook_replays")).toEqual([]);
    expect(await left("webhook_subscriptions")).toEqual(only(1));
    it.control.advance(2);
    await sweepWebhooks(it.control.deps);
    expect(await left("webhook_deliveries")).toEqual(only(1));
  });
});
