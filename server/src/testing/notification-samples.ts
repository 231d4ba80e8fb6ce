import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

type Listed = { emailSubscriptions: { subscriptionId: string }[] };

/** An address has one subscription, so that of before goes. */
async function noSubscription(owner: Client, handle: string): Promise<string> {
  const base = `/v2/handles/${handle}/notifications`;
  const { emailSubscriptions } = (await owner.get(base)).body as Listed;
  for (const { subscriptionId } of emailSubscriptions) {
    await owner.delete(`${base}/email-subscriptions/${subscriptionId}`);
  }
  return "/notifications/email-subscriptions";
}

const subscription = { email: "friend@example.com", eventTypes: ["link.created"] };

async function newSubscription(owner: Client, handle: string): Promise<string> {
  const path = await noSubscription(owner, handle);
  const { body } = await owner.post(`/v2/handles/${handle}${path}`, subscription);
  return `${path}/${(body as { subscriptionId: string }).subscriptionId}`;
}

const link = (what: string) => async () => ({
  path: `/v2/public/notifications/${what}?token=x`,
  status: 400,
});

/** The part of `SAMPLES` that is about notifications. A trial is refused, because a stranger has not agreed to anything. */
export const NOTIFICATION_SAMPLES: Readonly<
  Record<string, (owner: Client, handle: string) => Promise<Sample>>
> = {
  listNotifications: async () => ({ path: "/notifications", status: 200 }),
  createEmailSubscription: async (...who) => ({
    path: await noSubscription(...who),
    body: subscription,
    status: 201,
  }),
  deleteEmailSubscription: async (...who) => ({ path: await newSubscription(...who), status: 204 }),
  testEmailSubscription: async (...who) => ({ path: `${await newSubscription(...who)}/test`, status: 409 }),
  getNotificationSettings: async () => ({ path: "/notification-settings", status: 200 }),
  putNotificationSettings: async () => ({
    path: "/notification-settings",
    body: { ownerEventTypes: ["token.expiring"] },
    status: 200,
  }),
  showEmailConfirmation: link("confirm"),
  confirmEmail: link("confirm"),
  showEmailUnsubscription: link("unsubscribe"),
  unsubscribeEmail: link("unsubscribe"),
};
