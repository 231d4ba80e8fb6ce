import { expect, test } from "vitest";
import { mutate } from "#platform/mutate.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startWebhookTest } from "#testing/start-webhook-test.ts";

const WEBHOOKS = "/v2/handles/acme/webhooks";
const PUBLIC = "/v2/public/handles/acme/webhooks";
const body = {
  endpointUrl: "https://hooks.example.com/a#part",
  eventTypes: ["link.created", "link.created"],
};

onEveryEngine((_, locate) => {
  test("a webhook is made, shown, changed and deleted, and its secret is shown once and lies nowhere in plain", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const created = await operator.post(WEBHOOKS, { ...body, description: " For CI " });
    expect(created).toMatchObject({
      status: 201,
      body: {
        subscriptionId: expect.stringMatching(/^whk_/),
        secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/),
        endpointUrl: "https://hooks.example.com/a",
        eventTypes: ["link.created"],
        description: "For CI",
        enabled: true,
        disabledReason: null,
        createdBy: "user:operator-of-acme",
        version: 1,
      },
    });
    const { secret, ...shown } = created.body as { secret: string; subscriptionId: string };
    const path = `${WEBHOOKS}/${shown.subscriptionId}`;
    expect((await operator.get(path)).body).toEqual(shown);
    expect((await operator.get(WEBHOOKS)).body).toEqual({ webhooks: [shown], nextToken: null });
    const stored = JSON.stringify([
      await control.rows("select * from webhook_subscriptions"),
      await control.rows("select * from webhook_secrets"),
      await control.rows("select * from audit_events"),
      await control.rows("select * from outbox"),
    ]);
    expect(stored).not.toContain(secret.slice("whsec_".length, -1));
    const audit = JSON.stringify(await control.rows("select details from audit_events"));
    expect(audit).toContain("https://hooks.example.com");
    expect(audit).not.toContain("hooks.example.com/a"); // The path is a secret with many receivers.
    expect(await operator.patch(path, { description: null }, { "if-match": '"2"' })).toMatchObject({
      status: 412,
    });
    const changed = await operator.patch(path, { description: null, enabled: false }, { "if-match": '"1"' });
    expect(changed).toMatchObject({
      status: 200,
      body: { description: null, enabled: false, disabledReason: "member" },
    });
    expect(changed.headers.get("etag")).toBe('"2"');
    expect((await operator.patch(path, { enabled: false })).headers.get("etag")).toBe('"2"');
    expect((await operator.delete(path, { "if-match": '"1"' })).status).toBe(412);
    expect((await operator.delete(path)).status).toBe(204);
    for (const answer of [
      await operator.get(path),
      await operator.delete(path),
      await operator.patch(path, {}),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: "not_found" } });
    }
    expect((await operator.get(WEBHOOKS)).body).toEqual({ webhooks: [], nextToken: null });
  });
});

onEveryEngine((_, locate) => {
  test("of 64 that are made at once fifty are there, and the others are told so", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const answers = await Promise.all(Array.from({ length: 64 }, () => operator.post(WEBHOOKS, body)));
    const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
    expect([count(201), count(409)]).toEqual([50, 14]);
    const { webhooks, nextToken } = (await operator.get(`${WEBHOOKS}?limit=30`)).body as {
      webhooks: { subscriptionId: string }[];
      nextToken: string;
    };
    const rest = (await operator.get(`${WEBHOOKS}?nextToken=${nextToken}`)).body as typeof page;
    const page = { webhooks, nextToken };
    expect(webhooks).toHaveLength(30);
    expect(new Set([...webhooks, ...rest.webhooks].map(({ subscriptionId }) => subscriptionId)).size).toBe(
      50,
    );
    const [first] = webhooks;
    await operator.delete(`${WEBHOOKS}/${first?.subscriptionId}`);
    expect((await operator.post(WEBHOOKS, body)).status).toBe(201);
  });
});

test("the same request again makes nothing more, and is not shown the secret", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const once = () => operator.post(WEBHOOKS, body, { "idempotency-key": "one" });
  const [first, again] = [await once(), await once()];
  const { secret, ...shown } = first.body as { secret: string; subscriptionId: string };
  expect(again.body).toEqual({ ...shown, secretAlreadyShown: true });
  const path = `${WEBHOOKS}/${shown.subscriptionId}/rotate-secret`;
  const rotate = () => operator.post(path, { overlapSeconds: 60 }, { "idempotency-key": "two" });
  const [rotated, repeated] = [await rotate(), await rotate()];
  expect(rotated.body).toMatchObject({ secret: expect.any(String), version: 2 });
  expect((rotated.body as { secret: string }).secret).not.toBe(secret);
  expect(repeated.body).not.toHaveProperty("secret");
  expect(await control.rows("select number from webhook_secrets order by number")).toEqual([
    { number: 1 },
    { number: 2 },
  ]);
});

test.each([
  [{ endpointUrl: "http://hooks.example.com/" }, "endpointUrl"],
  [{ endpointUrl: "http://8.8.8.8/" }, "endpointUrl"],
  [{ endpointUrl: "https://10.0.0.1/" }, "endpointUrl"],
  [{ endpointUrl: "https://169.254.169.254/" }, "endpointUrl"],
  [{ endpointUrl: "https://metadata.google.internal/" }, "endpointUrl"],
  [{ endpointUrl: "https://user:pw@hooks.example.com/" }, "endpointUrl"],
  [{ endpointUrl: "ftp://hooks.example.com/" }, "endpointUrl"],
  [{ endpointUrl: "hooks" }, "endpointUrl"],
  [{ eventTypes: ["link.exploded"] }, "eventTypes.0"],
  [{ eventTypes: [] }, "eventTypes"],
  [{ eventTypes: ["*", "link.created"] }, "eventTypes"],
  [{ slugs: ["a b"] }, "slugs.0"],
  [{ secret: "whsec_mine" }, "secret"],
])("%j is refused, by its field", async (wrong, path) => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const refused = { status: 400, body: { error: "invalid_payload", details: [{ path }] } };
  expect(await operator.post(WEBHOOKS, { ...body, ...wrong })).toMatchObject(refused);
  expect(await control.rows("select * from webhook_subscriptions")).toEqual([]);
});

test("plain http may be used inside what the operator has opened", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  for (const endpointUrl of ["http://127.0.0.1:8080/", "http://[::1]/", "https://hooks.example.com/"]) {
    expect((await operator.post(WEBHOOKS, { ...body, endpointUrl })).status, endpointUrl).toBe(201);
  }
});

test("a token needs the scope of webhooks, and one that is revoked does nothing more, not even in the queue", async () => {
  await using control = await startControl();
  const analyst = await control.token(["analytics.*", "links.*"]);
  expect(await analyst.get(PUBLIC)).toMatchObject({ status: 403, body: { required: ["webhooks.read"] } });
  expect(await analyst.post(PUBLIC, body)).toMatchObject({
    status: 403,
    body: { error: "insufficient_scope" },
  });
  const reader = await control.token(["webhooks.read"]);
  expect((await reader.get(PUBLIC)).status).toBe(200);
  expect(await reader.post(PUBLIC, body)).toMatchObject({
    status: 403,
    body: { required: ["webhooks.write"] },
  });
  const writer = await control.token(["webhooks.*"]);
  const access = { role: "OPERATOR", scope: "jwt-only" } as const;
  const operator = await control.member("OPERATOR");
  const revoking = operator.delete(`/v2/handles/acme/tokens/${writer.tokenId}`);
  const creating = writer.post(PUBLIC, body);
  expect((await revoking).status).toBe(204);
  const { status } = await creating;
  expect([201, 401]).toContain(status);
  expect(await control.rows("select * from webhook_subscriptions")).toHaveLength(status === 201 ? 1 : 0);
  expect((await writer.post(PUBLIC, body)).status).toBe(401);
  await expect(
    mutate(control.deps, { kind: "anonymous", signal: new AbortController().signal }, access, async () => ({
      result: undefined,
      audit: null,
    })),
  ).rejects.toMatchObject({ code: "insufficient_scope" });
});

test("a test event goes to its webhook alone, also where nobody subscribed to it, and can be sent again", async () => {
  await using it = await startWebhookTest();
  const receiver = await startReceiver();
  const { subscriptionId } = await it.subscribe(`${receiver.url}/a`, { eventTypes: ["token.created"] });
  await it.subscribe(`${receiver.url}/b`);
  const path = it.path(subscriptionId);
  const { status, body: answer } = await it.operator.post(`${path}/test`, undefined);
  expect(status).toBe(202);
  const { eventId, deliveryId } = answer as { eventId: string; deliveryId: string };
  await it.dispatcher.settle();
  expect(receiver.received.map((one) => [one.path, one.event.id, one.event.type])).toEqual([
    ["/a", eventId, "webhook.test"],
  ]);
  expect((await it.operator.post(`${path}/deliveries/${deliveryId}/redeliver`, undefined)).status).toBe(202);
  await it.dispatcher.settle();
  expect(receiver.at("/a").map(({ headers }) => [headers["webhook-id"], headers["x-arjun-attempt"]])).toEqual(
    [
      [eventId, "1"],
      [eventId, "2"],
    ],
  );
  await it.operator.patch(path, { enabled: false });
  expect((await it.operator.post(`${path}/test`, undefined)).status).toBe(409);
});
