import { expect, test } from "vitest";
import { createLimits } from "#platform/limits/limits.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { sendNotifications } from "./send-notifications.ts";

const NOTIFICATIONS = "/v2/handles/acme/notifications";
const SUBSCRIPTIONS = `${NOTIFICATIONS}/email-subscriptions`;
const SETTINGS = "/v2/handles/acme/notification-settings";
const DAY_MS = 86_400_000;
const eventTypes = ["link.created"];
type Listed = {
  events: { type: string; channels: string[]; example: object; schema: object }[];
  emailSubscriptions: { subscriptionId: string; status: string }[];
};

/** The path and query of the first link in a mail that contains `what`. */
const linkIn = (text: string | undefined, what: string) =>
  new RegExp(`http://api\\.switchyard\\.test(/v2/public/notifications/${what}\\?token=\\S+)`).exec(
    text ?? "",
  )?.[1] ?? "";

const statuses = async (control: Control) => {
  const { body } = await (await control.member("OPERATOR")).get(NOTIFICATIONS);
  return (body as Listed).emailSubscriptions.map(({ status }) => status);
};

test("the list shows every event, what can be mailed of them, and who is told", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const created = await operator.post(SUBSCRIPTIONS, { email: " Operator-of-Acme@example.com ", eventTypes });
  expect(created).toMatchObject({
    status: 201,
    body: {
      ...{ subscriptionId: expect.stringMatching(/^nsb_/), email: "operator-of-acme@example.com" },
      ...{ eventTypes, status: "ACTIVE", createdBy: "user:operator-of-acme" },
    },
  });
  const { events, emailSubscriptions } = (await operator.get(NOTIFICATIONS)).body as Listed;
  expect(emailSubscriptions).toEqual([created.body]);
  expect(events.find(({ type }) => type === "link.clicked")?.channels).toEqual(["webhook"]);
  expect(events.find(({ type }) => type === "token.expiring")).toMatchObject({
    channels: ["webhook", "email"],
    example: { type: "token.expiring" },
    schema: { type: "object" },
  });
  const path = `${SUBSCRIPTIONS}/${emailSubscriptions[0]?.subscriptionId}`;
  expect((await operator.post(`${path}/test`, undefined)).status).toBe(202);
  expect((await operator.delete(path)).status).toBe(204);
  expect((await operator.delete(path)).status).toBe(404);
  expect((await operator.post(`${path}/test`, undefined)).status).toBe(404);
  expect(await statuses(control)).toEqual([]);
  const audit = await control.rows(
    "select action from audit_events where action like 'email%' order by action",
  );
  expect(audit).toEqual(
    ["create", "delete", "test"].map((verb) => ({ action: `email_subscription.${verb}` })),
  );
});

test.each([
  ["no address", { eventTypes }, "invalid_email"],
  ["an address that is none", { email: "anna", eventTypes }, "invalid_email"],
  ["two addresses", { email: "a@example.com,b@example.com", eventTypes }, "invalid_email"],
  ["a header in the address", { email: "a@example.com\r\nBcc: b@example.com", eventTypes }, "invalid_email"],
  ["no events", { email: "a@example.com", eventTypes: [] }, "invalid_payload"],
  ["an unknown event", { email: "a@example.com", eventTypes: ["link.flown"] }, "invalid_payload"],
  ["every event", { email: "a@example.com", eventTypes: ["*"] }, "invalid_payload"],
  ["clicks", { email: "a@example.com", eventTypes: ["link.clicked"] }, "invalid_payload"],
  ["an unknown field", { email: "a@example.com", eventTypes, name: "x" }, "invalid_payload"],
])("%s is refused, and nobody is written to", async (_, body, error) => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  expect(await operator.post(SUBSCRIPTIONS, body)).toMatchObject({ status: 400, body: { error } });
  await sendNotifications(control.deps);
  expect(control.mails).toEqual([]);
  expect(await control.rows("select * from email_subscriptions")).toEqual([]);
});

test("an address has one subscription, a handle fifty", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  expect((await operator.post(SUBSCRIPTIONS, { email: "a@example.com", eventTypes })).status).toBe(201);
  expect((await operator.post(SUBSCRIPTIONS, { email: "A@example.com", eventTypes })).status).toBe(409);
  for (let one = 1; one < 50; one++) {
    await control.rows(
      `insert into email_subscriptions values ('nsb_${one}', 'hdl_acme', '${one}@example.com', '[]', 'x', 0)`,
    );
  }
  expect((await operator.post(SUBSCRIPTIONS, { email: "b@example.com", eventTypes })).status).toBe(409);
});

onEveryEngine((_, locate) => {
  test("a stranger is asked once, told nothing before agreeing, and nothing after having enough", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const subscribe = async () =>
      (await operator.post(SUBSCRIPTIONS, { email: "friend@example.com", eventTypes })).body as {
        subscriptionId: string;
        status: string;
      };
    const makeLink = async (slug: string) => {
      await operator.put(`/v2/handles/acme/links/${slug}`, { destinationUrl: "https://example.com/" });
      await sendNotifications(control.deps);
    };
    const { subscriptionId, status } = await subscribe();
    expect(status).toBe("PENDING");
    await makeLink("before");
    expect((await operator.post(`${SUBSCRIPTIONS}/${subscriptionId}/test`, undefined)).status).toBe(409);
    await operator.delete(`${SUBSCRIPTIONS}/${subscriptionId}`);
    await subscribe(); // Deleting and asking again is not another mail.
    await sendNotifications(control.deps);
    expect(control.mails).toMatchObject([
      { to: "friend@example.com", subject: "[acme] Do you want these mails?" },
    ]);
    const confirm = linkIn(control.mails[0]?.text, "confirm");
    const page = await control.anonymous.get(confirm);
    expect(page.body).toContain('<form method="post">');
    expect(await statuses(control)).toEqual(["PENDING"]); // Opening the link is not agreeing.
    expect((await control.anonymous.post(confirm, undefined)).status).toBe(200);
    expect(await statuses(control)).toEqual(["ACTIVE"]);
    await makeLink("after");
    expect(control.mails.slice(1)).toMatchObject([
      { subject: "[acme] A link was created, or brought back: after" },
    ]);
    expect(control.mails[1]?.text).not.toContain("before");
    const unsubscribe = linkIn(control.mails[1]?.text, "unsubscribe");
    expect(control.mails[1]?.headers).toEqual({
      "list-unsubscribe": `<http://api.switchyard.test${unsubscribe}>`,
      "list-unsubscribe-post": "List-Unsubscribe=One-Click",
    });
    expect((await control.anonymous.get(unsubscribe)).body).toContain('<form method="post">');
    expect(await statuses(control)).toEqual(["ACTIVE"]);
    const oneClick = await control.api.request(unsubscribe, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect(oneClick.status).toBe(200);
    expect(await statuses(control)).toEqual(["UNSUBSCRIBED"]);
    await makeLink("enough");
    expect(control.mails).toHaveLength(2);
  });
});

test("who has unsubscribed is not asked again for a week, and not told anything by being subscribed again", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const email = "friend@example.com";
  const first = (await operator.post(SUBSCRIPTIONS, { email, eventTypes })).body as {
    subscriptionId: string;
  };
  await sendNotifications(control.deps);
  const confirm = linkIn(control.mails[0]?.text, "confirm");
  await control.anonymous.post(confirm, undefined);
  await operator.post(`${SUBSCRIPTIONS}/${first.subscriptionId}/test`, undefined);
  await sendNotifications(control.deps);
  await control.anonymous.post(linkIn(control.mails[1]?.text, "unsubscribe"), undefined);
  await operator.delete(`${SUBSCRIPTIONS}/${first.subscriptionId}`);
  const again = (await operator.post(SUBSCRIPTIONS, { email, eventTypes })).body as { status: string };
  expect(again.status).toBe("UNSUBSCRIBED");
  await sendNotifications(control.deps);
  expect(control.mails).toHaveLength(2);
  control.advance(8 * DAY_MS);
  const later = await control.member("OPERATOR");
  const { emailSubscriptions } = (await later.get(NOTIFICATIONS)).body as Listed;
  await later.delete(`${SUBSCRIPTIONS}/${emailSubscriptions[0]?.subscriptionId}`);
  await later.post(SUBSCRIPTIONS, { email, eventTypes });
  await sendNotifications(control.deps);
  expect(control.mails.slice(2)).toMatchObject([{ subject: "[acme] Do you want these mails?" }]);
  expect((await control.anonymous.post(confirm, undefined)).status).toBe(400); // The first link is over.
});

test("a member who has unsubscribed is told nothing, also as the owner", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await owner.post(SUBSCRIPTIONS, { email: "founder-of-acme@example.com", eventTypes });
  await owner.put("/v2/handles/acme/links/demo", { destinationUrl: "https://example.com/" });
  await sendNotifications(control.deps);
  expect(control.mails).toHaveLength(1);
  await control.anonymous.post(linkIn(control.mails[0]?.text, "unsubscribe"), undefined);
  await control.rows(
    `insert into outbox (id, handle_id, type, payload, at) values ('evt_1', 'hdl_acme', 'webhook.disabled', '{}', ${control.now().getTime()})`,
  );
  await sendNotifications(control.deps);
  expect(control.mails).toHaveLength(1);
});

test("a link that we have not written, of another purpose or of another kind, does nothing", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  const operator = await control.member("OPERATOR");
  await operator.post(SUBSCRIPTIONS, { email: "friend@example.com", eventTypes });
  await sendNotifications(control.deps);
  const confirm = linkIn(control.mails[0]?.text, "confirm");
  const other = confirm.replace("confirm", "unsubscribe");
  const changed = `${confirm.slice(0, -2)}${confirm.endsWith("A") ? "B" : "A"}`;
  for (const path of [other, changed, confirm.replace(/token=.*/, "token=s1.00000000.AAAA")]) {
    for (const method of ["GET", "POST"]) {
      const answer = await control.anonymous.send(method, path);
      expect(answer).toMatchObject({
        status: 400,
        body: { error: "invalid_payload", details: [{ path: "token" }] },
      });
    }
  }
  expect(await statuses(control)).toEqual(["PENDING"]);
  const codes = new Set<number>();
  for (let one = 0; one < 121; one++) codes.add((await control.anonymous.get(changed)).status);
  expect([...codes].sort()).toEqual([400, 429]);
});

test("only the owner changes the settings, which begin with what stops working", async () => {
  await using control = await startControl();
  const [operator, owner] = [await control.member("OPERATOR"), await control.member("OWNER")];
  expect((await operator.get(SETTINGS)).body).toEqual({
    ownerEventTypes: ["token.expiring", "webhook.disabled", "link.unhealthy", "lead.captured"],
    paused: false,
    version: 0,
  });
  const body = { ownerEventTypes: ["link.unhealthy"] };
  expect((await operator.put(SETTINGS, body)).status).toBe(403);
  expect((await owner.put(SETTINGS, body, { "if-match": '"1"' })).status).toBe(412);
  const put = await owner.put(SETTINGS, body, { "if-match": '"0"' });
  expect(put).toMatchObject({ status: 200, body: { ...body, paused: false, version: 1 } });
  expect(put.headers.get("etag")).toBe('"1"');
  expect((await operator.get(SETTINGS)).body).toEqual(put.body);
  expect((await owner.put(SETTINGS, { ownerEventTypes: ["link.clicked"] })).status).toBe(400);
});
