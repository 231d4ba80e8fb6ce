import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";
import { isArjun, isStandard } from "#testing/verify-webhook.ts";

onEveryEngine((_, locate) => {
  test("during the overlap receivers with either secret go on, after it with the new one alone", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver();
    const { subscriptionId, secret: old } = await it.subscribe(receiver.url);
    const rotated = await it.operator.post(`${it.path(subscriptionId)}/rotate-secret`, {
      overlapSeconds: 60,
    });
    const { secret: next } = rotated.body as { secret: string };
    const believedBy = async (slug: string) => {
      await it.occur(slug);
      await it.dispatcher.settle();
      const last = receiver.received.at(-1);
      if (last === undefined) throw new Error("Nothing has arrived.");
      const now = it.control.now();
      const standard = [isStandard(old, last, now), isStandard(next, last, now)];
      return { standard, arjun: [await isArjun(old, last), await isArjun(next, last)] };
    };
    expect(await believedBy("overlap-1")).toEqual({ standard: [true, true], arjun: [true, false] });
    it.control.advance(59_999);
    expect(await believedBy("overlap-2")).toEqual({ standard: [true, true], arjun: [true, false] });
    it.control.advance(1);
    expect(await believedBy("after-it")).toEqual({ standard: [false, true], arjun: [false, true] });
  });

  test("without an overlap the old secret signs nothing more, and of many there are five at most", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver();
    const { subscriptionId, secret: first } = await it.subscribe(receiver.url);
    const rotate = async (overlapSeconds: number) => {
      const answer = await it.operator.post(`${it.path(subscriptionId)}/rotate-secret`, { overlapSeconds });
      return (answer.body as { secret: string }).secret;
    };
    const send = async (slug: string) => {
      await it.occur(slug);
      await it.dispatcher.settle();
      const last = receiver.received.at(-1);
      if (last === undefined) throw new Error("Nothing has arrived.");
      return last;
    };
    const second = await rotate(0);
    const sent = await send("first");
    expect([isStandard(first, sent, it.control.now()), isStandard(second, sent, it.control.now())]).toEqual([
      false,
      true,
    ]);
    const secrets = [second];
    for (let n = 0; n < 6; n++) secrets.push(await rotate(600));
    const many = await send("many");
    const believed = secrets.map((secret) => isStandard(secret, many, it.control.now()));
    expect(believed).toEqual([false, false, true, true, true, true, true]);
    expect(await it.control.rows("select number from webhook_secrets")).toHaveLength(5);
    const [ended] = [await rotate(0)];
    const last = await send("last");
    expect([...secrets, ended].map((secret) => isStandard(secret, last, it.control.now()))).toEqual([
      ...secrets.map(() => false),
      true,
    ]);
  });
});
