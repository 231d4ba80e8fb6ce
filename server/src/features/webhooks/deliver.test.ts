import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { RETRY_AFTER_MS } from "#platform/delivery/retry-schedule.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";
import { isArjun, isStandard } from "#testing/verify-webhook.ts";

const MINUTE_MS = 60_000;

onEveryEngine((_, locate) => {
  test("an event arrives once, as bytes that both families of signatures hold for and nothing else", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver();
    const { secret, subscriptionId } = await it.subscribe(`${receiver.url}/a`);
    await it.occur("launch", { title: "Größe 🚀" });
    await it.dispatcher.settle();
    await it.dispatcher.settle();
    expect(receiver.received).toHaveLength(1);
    const [one] = receiver.received;
    if (one === undefined) throw new Error("Nothing has arrived.");
    expect(one.event).toEqual({
      id: expect.stringMatching(/^evt_/),
      type: "link.created",
      handle: "acme",
      occurredAt: "2026-01-01T00:00:00.000Z",
      payload: expect.objectContaining({ slug: "launch", version: 1, title: "Größe 🚀" }),
    });
    expect(one.headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": one.event.id,
      "webhook-timestamp": "1767225600",
      "x-arjun-event-type": "link.created",
      "x-arjun-attempt": "1",
    });
    const now = it.control.now();
    const other = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    expect([isStandard(secret, one, now), await isArjun(secret, one)]).toEqual([true, true]);
    expect([isStandard(other, one, now), await isArjun(other, one)]).toEqual([false, false]);
    const changed = { ...one, raw: one.raw.replace("launch", "lunch!") };
    expect([isStandard(secret, changed, now), await isArjun(secret, changed)]).toEqual([false, false]);
    expect(isStandard(secret, one, new Date(now.getTime() + 6 * MINUTE_MS))).toBe(false);
    expect(await it.deliveries(subscriptionId)).toMatchObject([{ status: "SUCCEEDED", attempts: 1 }]);
  });

  test("what fails is tried again on schedule, under the same id and with a time of its own, ten times", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver({ "/a": 500 });
    const { secret, subscriptionId } = await it.subscribe(`${receiver.url}/a`);
    await it.occur("launch");
    await it.dispatcher.settle();
    for (const [failures, afterMs] of RETRY_AFTER_MS.entries()) {
      it.control.advance(afterMs - 1);
      await it.dispatcher.settle();
      expect(receiver.received, `before retry ${failures + 1}`).toHaveLength(failures + 1);
      it.control.advance(1);
      await it.dispatcher.settle();
      expect(receiver.received, `at retry ${failures + 1}`).toHaveLength(failures + 2);
      const last = receiver.received.at(-1);
      if (last === undefined) throw new Error("Nothing has arrived.");
      expect(last.headers["x-arjun-attempt"]).toBe(String(failures + 2));
      expect(isStandard(secret, last, it.control.now())).toBe(true);
    }
    it.control.advance(60 * 60 * MINUTE_MS);
    await it.dispatcher.settle();
    expect(receiver.received).toHaveLength(11);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1);
    expect(await it.deliveries(subscriptionId)).toMatchObject([
      { status: "FAILED", attempts: 11, nextAttemptAt: null },
    ]);
  });
});

onEveryEngine((_, locate) => {
  test("one event has a chain of its own for each of ten endpoints, nine of which fail", async () => {
    await using it = await startWebhookTest(await locate());
    const paths = Array.from({ length: 10 }, (_, n) => `/${n}`);
    const receiver = await startReceiver(
      Object.fromEntries(paths.map((path) => [path, path === "/0" ? 200 : 503])),
    );
    for (const path of paths) await it.subscribe(`${receiver.url}${path}`);
    await it.occur("launch");
    await it.dispatcher.settle();
    receiver.answers["/1"] = 200;
    for (const afterMs of [5_000, 10_000]) {
      it.control.advance(afterMs);
      await it.dispatcher.settle();
    }
    const counts = paths.map((path) => receiver.at(path).length);
    expect(counts).toEqual([1, 2, ...Array.from({ length: 8 }, () => 3)]);
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
  });
});

test("429 and 503 may ask for time, up to a day, and others may not", async () => {
  await using it = await startWebhookTest();
  const asking = (status: number, after: string) => (response: ServerResponse) =>
    response.writeHead(status, { "retry-after": after }).end();
  const receiver = await startReceiver({
    "/429": asking(429, "120"),
    "/503": asking(503, "Thu, 01 Jan 2026 00:01:00 GMT"),
    "/500": asking(500, "120"),
    "/week": asking(429, "604800"),
    "/none": asking(429, "soon"),
  });
  const next: Record<string, string | null | undefined> = {};
  const webhooks = new Map<string, string>();
  for (const path of Object.keys(receiver.answers)) {
    webhooks.set(path, (await it.subscribe(receiver.url + path)).subscriptionId);
  }
  await it.occur("launch");
  await it.dispatcher.settle();
  for (const [path, id] of webhooks) next[path] = (await it.deliveries(id))[0]?.nextAttemptAt;
  expect(next).toEqual({
    "/429": "2026-01-01T00:02:00.000Z",
    "/503": "2026-01-01T00:01:00.000Z",
    "/500": "2026-01-01T00:00:05.000Z",
    "/week": "2026-01-02T00:00:00.000Z",
    "/none": "2026-01-01T00:00:05.000Z",
  });
});

test("a redirect is a failure and is not followed, whatever its status", async () => {
  await using it = await startWebhookTest();
  const canary = await startReceiver();
  const statuses = [301, 302, 303, 307, 308];
  const receiver = await startReceiver(
    Object.fromEntries(
      statuses.map((status) => [
        `/${status}`,
        (response: ServerResponse) => response.writeHead(status, { location: `${canary.url}/trap` }).end(),
      ]),
    ),
  );
  const ids = [];
  for (const status of statuses) ids.push((await it.subscribe(`${receiver.url}/${status}`)).subscriptionId);
  await it.occur("launch");
  await it.dispatcher.settle();
  expect(receiver.received).toHaveLength(5);
  expect(canary.received).toEqual([]);
  for (const id of ids) {
    expect(await it.deliveries(id)).toMatchObject([
      { status: "PENDING", lastAttempt: { error: "redirect" } },
    ]);
  }
});

test("whoever hangs, drips, breaks off or is not there has failed, and one that answers too much has not", async () => {
  await using it = await startWebhookTest(undefined, { timeoutMs: 2_000 });
  const receiver = await startReceiver({
    "/hang": () => {},
    "/drip": (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("."), 50);
      response.on("close", () => clearInterval(timer));
    },
    "/reset": (response) => response.destroy(),
    "/4mb": (response) => response.end(Buffer.alloc(4 * 1024 * 1024, "x")),
  });
  const expected = { "/hang": "timeout", "/drip": "timeout", "/reset": "connect", "/4mb": null };
  const ids = new Map<string, string>();
  for (const path of Object.keys(expected))
    ids.set(path, (await it.subscribe(receiver.url + path)).subscriptionId);
  const { subscriptionId: gone } = await it.subscribe("http://127.0.0.1:1/");
  await it.occur("launch");
  await it.dispatcher.settle();
  for (const [path, error] of Object.entries(expected)) {
    expect(await it.deliveries(ids.get(path) ?? ""), path).toMatchObject([
      { status: error === null ? "SUCCEEDED" : "PENDING", lastAttempt: { error } },
    ]);
  }
  expect(await it.deliveries(gone)).toMatchObject([{ lastAttempt: { error: "connect", status: null } }]);
});
