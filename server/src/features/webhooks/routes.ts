import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { createWebhook } from "./create-webhook.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { listEvents } from "./describe-event.ts";
import { getDelivery } from "./get-delivery.ts";
import { getWebhook } from "./get-webhook.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { listWebhooks } from "./list-webhooks.ts";
import { presentDelivery, presentDetail, presentWebhook, presentWithSecret } from "./present.ts";
import { redeliver } from "./redeliver.ts";
import { replayWebhook } from "./replay-webhook.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { testWebhook } from "./test-webhook.ts";
import { updateWebhook } from "./update-webhook.ts";

export const webhookOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listWebhooks, async ({ actor, query }) => {
    const { items, nextToken } = await listWebhooks(deps, actor, query);
    return { status: 200, body: { webhooks: items.map(presentWebhook), nextToken } };
  }),

  bind(contract.createWebhook, async ({ actor, body }) => {
    return { status: 201, body: presentWithSecret(await createWebhook(deps, actor, body)), version: 1 };
  }),

  bind(contract.getWebhook, async ({ actor, params }) => {
    const webhook = await getWebhook(deps, actor, params.subscriptionId);
    return { status: 200, body: presentWebhook(webhook), version: webhook.version };
  }),

  bind(contract.updateWebhook, async ({ actor, params, body, caller }) => {
    const webhook = await updateWebhook(deps, actor, params.subscriptionId, body, caller.ifMatch);
    return { status: 200, body: presentWebhook(webhook), version: webhook.version };
  }),

  bind(contract.deleteWebhook, async ({ actor, params, caller }) => {
    await deleteWebhook(deps, actor, params.subscriptionId, caller.ifMatch);
    return { status: 204 };
  }),

  bind(contract.testWebhook, async ({ actor, params }) => {
    return { status: 202, body: await testWebhook(deps, actor, params.subscriptionId) };
  }),

  bind(contract.rotateWebhookSecret, async ({ actor, params, body }) => {
    const rotated = await rotateSecret(deps, actor, params.subscriptionId, body.overlapSeconds);
    return { status: 200, body: presentWithSecret(rotated), version: rotated.webhook.version };
  }),

  bind(contract.listWebhookDeliveries, async ({ actor, params, query }) => {
    const { items, nextToken } = await listDeliveries(deps, actor, params.subscriptionId, query);
    return { status: 200, body: { deliveries: items.map(presentDelivery), nextToken } };
  }),

  bind(contract.getWebhookDelivery, async ({ actor, params }) => {
    const found = await getDelivery(deps, actor, params.subscriptionId, params.deliveryId);
    return { status: 200, body: presentDetail(found) };
  }),

  bind(contract.redeliverWebhook, async ({ actor, params }) => {
    const delivery = await redeliver(deps, actor, params.subscriptionId, params.deliveryId);
    return { status: 202, body: presentDelivery(delivery) };
  }),

  bind(contract.replayWebhook, async ({ actor, params, body }) => {
    return { status: 202, body: await replayWebhook(deps, actor, params.subscriptionId, body) };
  }),

  bind(contract.listWebhookEvents, async () => ({ status: 200, body: { events: listEvents() } })),
];
