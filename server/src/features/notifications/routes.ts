import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { plainPage } from "#platform/http/plain-page.ts";
import { confirmEmail } from "./confirm-email.ts";
import * as contract from "./contract.ts";
import { createEmailSubscription, type WithStatus } from "./create-email-subscription.ts";
import { deleteEmailSubscription } from "./delete-email-subscription.ts";
import { getNotificationSettings } from "./get-notification-settings.ts";
import { listNotifications } from "./list-notifications.ts";
import { CATALOGUE, type Settings } from "./notification.ts";
import { putNotificationSettings } from "./put-notification-settings.ts";
import { readLimitedLink } from "./read-limited-link.ts";
import { testEmailSubscription } from "./test-email-subscription.ts";
import { unsubscribeEmail } from "./unsubscribe-email.ts";

export const notificationOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listNotifications, async ({ actor }) => {
    const subscriptions = await listNotifications(deps, actor);
    const events = CATALOGUE.map((event) => ({ ...event, channels: [...event.channels] }));
    return { status: 200, body: { events, emailSubscriptions: subscriptions.map(present) } };
  }),

  bind(contract.createEmailSubscription, async ({ actor, body }) => {
    return {
      status: 201,
      body: present(await createEmailSubscription(deps, actor, body.email, body.eventTypes)),
    };
  }),

  bind(contract.deleteEmailSubscription, async ({ actor, params }) => {
    await deleteEmailSubscription(deps, actor, params.subscriptionId);
    return { status: 204 };
  }),

  bind(contract.testEmailSubscription, async ({ actor, params }) => {
    return { status: 202, body: { mailId: await testEmailSubscription(deps, actor, params.subscriptionId) } };
  }),

  bind(contract.getNotificationSettings, async ({ actor }) => {
    return { status: 200, ...single(await getNotificationSettings(deps, actor)) };
  }),

  bind(contract.putNotificationSettings, async ({ actor, body, caller }) => {
    return { status: 200, ...single(await putNotificationSettings(deps, actor, body, caller.ifMatch)) };
  }),

  ...linkOperations(deps),
];

const linkOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.showEmailConfirmation, async ({ query, caller }) => {
    const { email } = await readLimitedLink(deps, "confirm", query.token, caller.address);
    const text = `Mail of what you were asked about will be sent to ${email}.`;
    return {
      status: 200,
      body: plainPage({ title: "Do you want these mails?", text, button: "Yes, send them" }),
    };
  }),

  bind(contract.confirmEmail, async ({ actor, query, caller }) => {
    const to = await readLimitedLink(deps, "confirm", query.token, caller.address);
    await confirmEmail(deps, actor, to);
    const text = `Mail will be sent to ${to.email}. Each has a link that ends it.`;
    return { status: 200, body: plainPage({ title: "Thank you", text }) };
  }),

  bind(contract.showEmailUnsubscription, async ({ query, caller }) => {
    const { email } = await readLimitedLink(deps, "unsubscribe", query.token, caller.address);
    const text = `Nothing of this kind will be sent to ${email} any more.`;
    return {
      status: 200,
      body: plainPage({ title: "No more of these mails?", text, button: "No more of these" }),
    };
  }),

  bind(contract.unsubscribeEmail, async ({ actor, query, caller }) => {
    const to = await readLimitedLink(deps, "unsubscribe", query.token, caller.address);
    await unsubscribeEmail(deps, actor, to);
    return { status: 200, body: plainPage({ title: "Done", text: `No more mail is sent to ${to.email}.` }) };
  }),
];

const present = ({ subscription, status }: WithStatus) => ({
  ...subscription,
  eventTypes: [...subscription.eventTypes],
  status,
  createdAt: subscription.createdAt.toISOString(),
});

const single = (settings: Settings) => ({
  version: settings.version,
  body: { ...settings, ownerEventTypes: [...settings.ownerEventTypes] },
});
