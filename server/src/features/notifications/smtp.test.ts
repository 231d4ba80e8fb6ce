import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { openMailer } from "#platform/mail/open-mailer.ts";
import { startControl } from "#testing/start-control.ts";
import { startSmtpServer } from "#testing/start-smtp-server.ts";
import { sendNotifications } from "./send-notifications.ts";

const SUBSCRIPTIONS = "/v2/handles/acme/notifications/email-subscriptions";
const MINUTE_MS = 60_000;

/** A control plane whose mail goes over a socket to a server, and a member who is told of links. */
async function startMailing(refuse?: (to: string) => number | null) {
  const smtp = await startSmtpServer(refuse);
  const log = pino({ level: "silent" });
  const config = { kind: "smtp", url: smtp.url, from: "Switchyard <no-reply@switchyard.test>" } as const;
  const mailer = await openMailer(config, { log });
  const control = await startControl({ override: { mailer, log } });
  onTestFinished(async () => {
    await mailer[Symbol.asyncDispose]();
    await control[Symbol.asyncDispose]();
  });
  const operator = await control.member("OPERATOR");
  const email = "operator-of-acme@example.com";
  await operator.post(SUBSCRIPTIONS, { email, eventTypes: ["link.created"] });
  const link = (slug: string) =>
    operator.put(`/v2/handles/acme/links/${slug}`, {
      destinationUrl: "https://example.com/",
      title: "Grüße",
    });
  const states = () => control.rows("select given_up, sent_at, failures from notification_mails");
  return { smtp, control, link, states };
}

/** Without the line breaks and escapes of transport. */
const plain = (message = "") =>
  message
    .replaceAll(/=\r\n/g, "")
    .replaceAll("=3D", "=")
    .replaceAll(/\r\n[ \t]+/g, " ");

test("a mail arrives as text and as a page, with an end of one click and a name of its own", async () => {
  const { smtp, control, link } = await startMailing();
  await link("demo");
  await sendNotifications(control.deps);
  expect(smtp.received).toMatchObject([
    { from: "no-reply@switchyard.test", to: ["operator-of-acme@example.com"] },
  ]);
  const message = plain(smtp.received[0]?.message);
  expect(message).toMatch(/^Subject: \[acme\] A link was created, or brought back: demo/m);
  expect(message).toMatch(
    /^List-Unsubscribe: <http:\/\/api\.switchyard\.test\/v2\/public\/notifications\/unsubscribe\?token=\S+>/m,
  );
  expect(message).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
  expect(message).toMatch(/^Message-ID: <nml_\w+@switchyard\.test>/m);
  expect(message).toMatch(/^Auto-Submitted: auto-generated/im);
  expect(message).toContain("Content-Type: text/plain; charset=utf-8");
  expect(message).toContain("Content-Type: text/html; charset=utf-8");
  expect(message).toContain("Gr=C3=BC=C3=9Fe");
});

test("a server that is away for a minute gets everything once it is back, once", async () => {
  const { smtp, control, link, states } = await startMailing();
  await smtp.stop();
  await link("first");
  await link("second");
  await sendNotifications(control.deps);
  expect(smtp.received).toEqual([]);
  const waiting = { given_up: null, sent_at: null, failures: 1 };
  expect(await states()).toEqual([waiting, waiting]);
  await sendNotifications(control.deps); // Not again before its time.
  expect(await states()).toEqual([waiting, waiting]);
  control.advance(MINUTE_MS);
  await smtp.start();
  await sendNotifications(control.deps);
  await sendNotifications(control.deps);
  expect(smtp.received).toHaveLength(2);
  expect(await states()).toEqual(
    [1, 2].map(() => ({ given_up: null, sent_at: control.now().getTime(), failures: 1 })),
  );
});

test("what the server will never take is not tried again, what it will not take for two days is given up", async () => {
  let code = 550;
  const { smtp, control, link, states } = await startMailing(() => code);
  await link("refused");
  await sendNotifications(control.deps);
  expect(await states()).toEqual([{ given_up: "refused", sent_at: null, failures: 0 }]);
  code = 451;
  await control.rows("delete from notification_mails");
  await link("later");
  for (let round = 0; round < 60; round++) {
    await sendNotifications(control.deps);
    control.advance(60 * MINUTE_MS);
  }
  expect(await states()).toEqual([{ given_up: "unreachable", sent_at: null, failures: 13 }]);
  expect(smtp.received).toEqual([]);
});

test("what a process took and did not conclude is another's after five minutes, under the same name", async () => {
  const { smtp, control, link } = await startMailing();
  await link("demo");
  const { deps } = control;
  const dying = { ...deps, mailer: { ...deps.mailer, deliver: () => new Promise<void>(() => {}) } };
  void sendNotifications(dying);
  await expect
    .poll(() => control.rows("select claim from notification_mails where claim is not null"))
    .toHaveLength(1);
  await sendNotifications(deps);
  expect(smtp.received).toEqual([]);
  control.advance(5 * MINUTE_MS);
  await sendNotifications(deps);
  expect(smtp.received).toHaveLength(1);
  const [{ mail_id: mailId } = { mail_id: "" }] = (await control.rows(
    "select mail_id from notification_mails",
  )) as { mail_id: string }[];
  expect(smtp.received[0]?.message).toContain(`<${mailId}@switchyard.test>`);
});
