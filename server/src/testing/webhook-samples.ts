import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const webhook = { endpointUrl: "https://hooks.example.com/", eventTypes: ["link.created"] };
type Webhooks = { webhooks: { subscriptionId: string }[] };

/** There can be fifty, so those of before go. */
async function noWebhooks(owner: Client, handle: string): Promise<string> {
  const path = `/v2/handles/${handle}/webhooks`;
  const { webhooks } = (await owner.get(path)).body as Webhooks;
  for (const { subscriptionId } of webhooks) await owner.delete(`${path}/${subscriptionId}`);
  return "/webhooks";
}

async function newWebhook(owner: Client, handle: string): Promise<string> {
  const path = await noWebhooks(owner, handle);
  const { body } = await owner.post(`/v2/handles/${handle}${path}`, webhook);
  return `${path}/${(body as { subscriptionId: string }).subscriptionId}`;
}

async function newDelivery(owner: Client, handle: string): Promise<string> {
  const path = await newWebhook(owner, handle);
  const { body } = await owner.post(`/v2/handles/${handle}${path}/test`, undefined);
  return `${path}/deliveries/${(body as { deliveryId: string }).deliveryId}`;
}

/** The part of `SAMPLES` that is about webhooks. */
export const WEBHOOK_SAMPLES: Readonly<Record<string, (owner: Client, handle: string) => Promise<Sample>>> = {
  listWebhooks: async () => ({ path: "/webhooks", status: 200 }),
  createWebhook: async (...who) => ({ path: await noWebhooks(...who), body: webhook, status: 201 }),
  getWebhook: async (...who) => ({ path: await newWebhook(...who), status: 200 }),
  updateWebhook: async (...who) => ({
    path: await newWebhook(...who),
    body: { description: "x" },
    status: 200,
  }),
  deleteWebhook: async (...who) => ({ path: await newWebhook(...who), status: 204 }),
  testWebhook: async (...who) => ({ path: `${await newWebhook(...who)}/test`, status: 202 }),
  rotateWebhookSecret: async (...who) => ({
    path: `${await newWebhook(...who)}/rotate-secret`,
    body: {},
    status: 200,
  }),
  listWebhookDeliveries: async (...who) => ({ path: `${await newWebhook(...who)}/deliveries`, status: 200 }),
  getWebhookDelivery: async (...who) => ({ path: await newDelivery(...who), status: 200 }),
  redeliverWebhook: async (...who) => ({ path: `${await newDelivery(...who)}/redeliver`, status: 202 }),
  replayWebhook: async (...who) => ({
    path: `${await newWebhook(...who)}/replay`,
    body: { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" },
    status: 202,
  }),
  listWebhookEvents: async () => ({ path: "/webhook-events", status: 200 }),
};
