import type { WithSecret } from "./create-webhook.ts";
import type { Delivery } from "./delivery-store.ts";
import type { FoundDelivery } from "./get-delivery.ts";
import { plainHeaders } from "./send-delivery.ts";
import type { Webhook } from "./webhook.ts";

const instant = (date: Date | null) => date?.toISOString() ?? null;
const copy = (list: readonly string[] | null) => list && [...list];

export const presentWebhook = (webhook: Webhook) => ({
  ...webhook,
  eventTypes: [...webhook.eventTypes],
  slugs: copy(webhook.slugs),
  campaignIds: copy(webhook.campaignIds),
  disabledAt: instant(webhook.disabledAt),
  failingSince: instant(webhook.failingSince),
  createdAt: webhook.createdAt.toISOString(),
  updatedAt: webhook.updatedAt.toISOString(),
});

export const presentWithSecret = ({ webhook, secret }: WithSecret) => ({
  ...presentWebhook(webhook),
  ...(secret === null ? { secretAlreadyShown: true as const } : { secret }),
});

const present = (delivery: Delivery) => ({
  deliveryId: delivery.deliveryId,
  eventId: delivery.eventId,
  eventType: delivery.eventType,
  status: delivery.status,
  attempts: delivery.attempts,
  nextAttemptAt: instant(delivery.nextAttemptAt),
  createdAt: delivery.createdAt.toISOString(),
  completedAt: instant(delivery.completedAt),
});

export const presentDelivery = (delivery: Delivery) => ({
  ...present(delivery),
  lastAttempt: delivery.history.at(-1) ?? null,
});

/** Whoever could show a signature could send what it signs, for five minutes. */
const REDACTED = "redacted";

export const presentDetail = ({ delivery, webhook }: FoundDelivery) => {
  const last = delivery.history.at(-1);
  return {
    ...present(delivery),
    history: [...delivery.history],
    request: {
      url: webhook.endpointUrl,
      headers: {
        ...plainHeaders(delivery.eventType, Math.max(1, delivery.attempts)),
        "webhook-id": delivery.eventId,
        ...(last && { "webhook-timestamp": String(Math.floor(Date.parse(last.at) / 1000)) }),
        "webhook-signature": REDACTED,
        "x-arjun-signature": REDACTED,
      },
      body: delivery.body,
    },
    response: last && delivery.answer ? { status: last.status, ...delivery.answer } : null,
  };
};
