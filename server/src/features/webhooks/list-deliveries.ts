import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type Delivery, type DeliveryFilter, listDeliveries as listRows } from "./delivery-store.ts";
import { requireWebhook } from "./get-webhook.ts";

type PageRequest = DeliveryFilter & { readonly limit: number; readonly nextToken?: string | undefined };

export async function listDeliveries(
  { db }: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
  { limit, nextToken, ...filter }: PageRequest,
): Promise<Page<Delivery>> {
  const { handleId } = actor;
  await requireWebhook(db.read, handleId, subscriptionId);
  const rows = await listRows(db.read, handleId, subscriptionId, filter, nextToken, limit + 1);
  return toPage(rows, limit, ({ deliveryId }) => [deliveryId]);
}
