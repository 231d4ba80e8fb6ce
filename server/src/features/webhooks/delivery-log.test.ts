import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";

onEveryEngine((_, locate) => {
  test("the log shows what was sent and answered, up to 64 KB, and nothing that somebody could act with", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver({
      "/a": (response) => {
        response.writeHead(500, { "set-cookie": "session=s3cret", "x-api-key": "s3cret", "x-note": "hello" });
        response.end(Buffer.concat([Buffer.from("a\0b\xff<script>", "latin1"), Buffer.alloc(200_000, 0xff)]));
      },
    });
    const { subscriptionId, secret } = await it.subscribe(`${receiver.url}/a`);
    await it.occur("launch");
    await it.dispatcher.settle();
    const [listed] = await it.deliveries(subscriptionId);
    const answer = await it.operator.get(`${it.path(subscriptionId)}/deliveries/${listed?.deliveryId}`);
    expect(answer.headers.get("content-type")).toBe("application/json");
    const [sent] = receiver.received;
    expect(answer.body).toMatchObject({
      status: "PENDING",
      attempts: 1,
      history: [
        {
          attempt: 1,
          at: "2026-01-01T00:00:00.000Z",
          durationMs: expect.any(Number),
          status: 500,
          error: "status",
        },
      ],
      request: {
        url: `${receiver.url}/a`,
        headers: {
          "webhook-id": sent?.event.id,
          "webhook-timestamp": sent?.headers["webhook-timestamp"],
          "webhook-signature": "redacted",
          "x-arjun-signature": "redacted",
          "x-arjun-attempt": "1",
        },
        body: sent?.raw,
      },
      response: {
        status: 500,
        headers: { "set-cookie": "redacted", "x-api-key": "redacted", "x-note": "hello" },
        body: expect.stringMatching(/^a\uFFFDb\uFFFD<script>/),
      },
    });
    const { response } = answer.body as { response: { body: string } };
    expect(Buffer.byteLength(response.body)).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(response.body)).toBeGreaterThan(65_000);
    const text = JSON.stringify(answer.body);
    for (const hidden of ["s3cret", secret, String(sent?.headers["webhook-signature"])]) {
      expect(text).not.toContain(hidden);
    }
  });
});

onEveryEngine((_, locate) => {
  test("the log is listed newest first, by pages and by filters", async () => {
    await using it = await startWebhookTest(await locate());
    const receiver = await startReceiver();
    const { subscriptionId } = await it.subscribe(`${receiver.url}/a`);
    for (const slug of ["link-1", "link-2", "link-3"]) {
      await it.occur(slug);
      it.control.advance(1);
      await it.dispatcher.settle();
    }
    receiver.answers["/a"] = 500;
    await it.operator.delete("/v2/handles/acme/links/link-1");
    it.control.advance(1);
    await it.dispatcher.settle();
    const types = (list: readonly { eventType: string }[]) => list.map(({ eventType }) => eventType);
    expect(types(await it.deliveries(subscriptionId))).toEqual([
      "link.deleted",
      ...Array.from({ length: 3 }, () => "link.created"),
    ]);
    expect(types(await it.deliveries(subscriptionId, "?status=PENDING"))).toEqual(["link.deleted"]);
    expect(types(await it.deliveries(subscriptionId, "?eventType=link.created"))).toHaveLength(3);
    const first = (await it.operator.get(`${it.path(subscriptionId)}/deliveries?limit=3`)).body as {
      nextToken: string;
    };
    expect(types(await it.deliveries(subscriptionId, `?nextToken=${first.nextToken}`))).toEqual([
      "link.created",
    ]);
    const wrong = await it.operator.get(`${it.path(subscriptionId)}/deliveries?nextToken=x`);
    expect(wrong).toMatchObject({ status: 400, body: { details: [{ path: "nextToken" }] } });
  });
});
