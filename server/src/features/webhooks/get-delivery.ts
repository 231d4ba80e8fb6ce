import type { HandleActor } from "#kernel/actor.ts";
import type { Reader } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type Delivery, findDelivery } from "./delivery-store.ts";
import { requireWebhook } from "./get-webhook.ts";
import { noSuchDelivery, type Webhook } from "./webhook.ts";

export type FoundDelivery = { readonly delivery: Delivery; readonly webhook: Webhook };

export const getDelivery = (
  { db }: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
  deliveryId: string,
): Promise<FoundDelivery> => requireDelivery(db.read, actor.handleId, subscriptionId, deliveryId);

/** Throws 404 for one that this webhook does not have. */
export async function requireDelivery(
  read: Reader,
  handleId: string,
  subscriptionId: string,
  deliveryId: string,
): Promise<FoundDelivery> {
  const webhook = await requireWebhook(read, handleId, subscriptionId);
  const delivery = await findDelivery(read, handleId, subscriptionId, deliveryId);
  if (delivery === undefined) throw noSuchDelivery();
  return { delivery, webhook };
}
