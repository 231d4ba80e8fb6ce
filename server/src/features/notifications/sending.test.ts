import { expect, test } from "vitest";
import { warnOfExpiry } from "#features/tokens/index.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { collectEvents } from "./collect-events.ts";
import { sendNotifications } from "./send-notifications.ts";
import { sweepNotifications } from "./sweep-notifications.ts";

const SUBSCRIPTIONS = "/v2/handles/acme/notifications/email-subscriptions";
const EMAIL = "operator-of-acme@example.com";
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

async function subscribed(location?: string, eventTypes = ["link.created", "link.deleted"]) {
  const control = await startControl(location === undefined ? {} : { location });
  const operator = await control.member("OPERATOR");
  const { status } = await operator.post(SUBSCRIPTIONS, { email: EMAIL, eventTypes });
  expect(status).toBe(201);
  return control;
}

let count = 0;
/** As if it had been committed by somebody just now, under this id. */
async function occur(control: Control, times = 1, type = "link.created", id?: string): Promise<void> {
  for (let one = 0; one < times; one++) {
    const eventId = id ?? `evt_${String(++count).padStart(8, "0")}`;
    const payload = JSON.stringify({ slug: `link-${count}` });
    await control.rows(
      `insert into outbox (id, handle_id, type, payload, at) values ('${eventId}', 'hdl_acme', '${type}', '${payload}', ${control.now().getTime()})`,
    );
  }
}

const subjects = ({ mails }: Control) => mails.map(({ subject }) => subject);

onEveryEngine((_, locate) => {
  test("what occurs is mailed once, to those who want it, however many processes look for it at once", async () => {
    await using control = await subscribed(await locate());
    await occur(control, 2);
    await occur(control, 1, "link.updated");
    await Promise.all([1, 2, 3].map(() => sendNotifications(control.deps)));
    await sendNotifications(control.deps);
    expect(control.mails).toHaveLength(2);
    expect(new Set(control.mails.map(({ messageId }) => messageId)).size).toBe(2);
    expect(control.mails[0]).toMatchObject({
      to: EMAIL,
      messageId: expect.stringMatching(/^nml_\w+@switchyard\.test$/),
    });
    expect(await control.rows("select id from outbox where notified_at is null")).toEqual([]);
  });

  test("what commits late with an early id is not skipped", async () => {
    await using control = await subscribed(await locate());
    await occur(control, 1, "link.created", "evt_zzz");
    await sendNotifications(control.deps);
    await occur(control, 1, "link.created", "evt_000");
    await sendNotifications(control.deps);
    expect(control.mails).toHaveLength(2);
  });

  test("more than five in ten minutes become one mail, ten minutes after the mail before", async () => {
    await using control = await subscribed(await locate());
    await occur(control, 5);
    await sendNotifications(control.deps);
    expect(control.mails).toHaveLength(5);
    await occur(control, 3);
    control.advance(9 * MINUTE_MS);
    await sendNotifications(control.deps);
    await occur(control, 60);
    await sendNotifications(control.deps);
    expect(control.mails).toHaveLength(5);
    control.advance(MINUTE_MS);
    await sendNotifications(control.deps);
    expect(subjects(control).slice(5)).toEqual(["[acme] 63 events"]);
    const { text } = control.mails[5] ?? { text: "" };
    expect(text.match(/^ {2}slug: /gm)).toHaveLength(50);
    expect(text).toContain("And 13 more.");
    control.advance(11 * MINUTE_MS);
    await occur(control, 1);
    await sendNotifications(control.deps);
    expect(control.mails).toHaveLength(7);
  });

  test("fifty mails a day go to one address; more wait for the next day, and none is lost", async () => {
    await using control = await subscribed(await locate());
    control.advance(9 * 60 * MINUTE_MS);
    for (let round = 0; round < 11; round++) {
      await occur(control, 5);
      await sendNotifications(control.deps);
      control.advance(11 * MINUTE_MS);
    }
    expect(control.mails).toHaveLength(50);
    control.advance(DAY_MS);
    await sendNotifications(control.deps);
    expect(control.mails).toHaveLength(55);
    control.advance(8 * DAY_MS);
    await sweepNotifications(control.deps);
    for (const table of ["notification_items", "notification_mails", "notification_days"]) {
      expect(await control.rows(`select * from ${table}`), table).toEqual([]);
    }
  });
});

test("clicks cost nothing here: nobody looks at them", async () => {
  await using control = await subscribed();
  await occur(control, 3, "link.clicked");
  await sendNotifications(control.deps);
  expect(control.mails).toEqual([]);
  expect(await control.rows("select id from outbox where notified_at is not null")).toEqual([]);
});

test("the owner is told of a token that ends, without having asked; and once, having asked too", async () => {
  await using control = await startControl();
  await control.token(["*"], { expiresAt: "2026-01-03T00:00:00Z" });
  await warnOfExpiry(control.deps);
  await sendNotifications(control.deps);
  expect(control.mails).toMatchObject([
    { to: "founder-of-acme@example.com", subject: "[acme] A token ends within seven days: test" },
  ]);
  const operator = await control.member("OPERATOR");
  await operator.post(SUBSCRIPTIONS, {
    email: "founder-of-acme@example.com",
    eventTypes: ["token.expiring"],
  });
  await occur(control, 1, "token.expiring");
  await sendNotifications(control.deps);
  expect(control.mails).toHaveLength(2);
});

test("nobody is told of what occurred before they asked, or while mail was paused, or after they were removed", async () => {
  await using control = await startControl();
  const [owner, operator] = [await control.member("OWNER"), await control.member("OPERATOR")];
  await occur(control);
  control.advance(1);
  const { body } = await operator.post(SUBSCRIPTIONS, { email: EMAIL, eventTypes: ["link.created"] });
  await sendNotifications(control.deps);
  const set = (paused: boolean) =>
    owner.put("/v2/handles/acme/notification-settings", { ownerEventTypes: [], paused });
  await set(true);
  await occur(control);
  await sendNotifications(control.deps);
  await set(false);
  await sendNotifications(control.deps);
  expect(control.mails).toEqual([]);
  await occur(control);
  await collectEvents(control.deps);
  await operator.delete(`${SUBSCRIPTIONS}/${(body as { subscriptionId: string }).subscriptionId}`);
  await sendNotifications(control.deps);
  expect(control.mails).toEqual([]);
  expect(await control.rows("select given_up from notification_mails")).toEqual([{ given_up: "not_wanted" }]);
});

test("a member who has left is a stranger, and a handle that is deleted sends nothing", async () => {
  await using control = await subscribed();
  await control.setRole("operator-of-acme", null);
  await occur(control);
  await sendNotifications(control.deps);
  expect(control.mails).toEqual([]);
  await control.setRole("operator-of-acme", "OPERATOR");
  await occur(control);
  await control.rows("update handles set deleted_at = 1");
  await sendNotifications(control.deps);
  expect(control.mails).toEqual([]);
});

test("what somebody wrote is text in the mail, whatever it looks like", async () => {
  await using control = await subscribed();
  const payload = JSON.stringify({
    slug: "x",
    title: "<img src=x onerror=alert(1)>\"'&",
    note: "one\r\nBcc: eve@example.com\u2028two\u202e",
    name: "y".repeat(10_000),
  }).replaceAll("'", "''");
  await control.rows(
    `insert into outbox (id, handle_id, type, payload, at) values ('evt_1', 'hdl_acme', 'link.created', '${payload}', ${control.now().getTime()})`,
  );
  await sendNotifications(control.deps);
  const [{ text, html = "", subject } = { text: "", subject: "" }] = control.mails;
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;");
  expect(html).not.toContain("<img");
  expect(`${subject}${text}`).not.toMatch(/^Bcc|\r|\u2028|\u202e/m);
  expect(text.length).toBeLessThan(3_000);
  expect(subject.length).toBeLessThanOrEqual(150);
});
