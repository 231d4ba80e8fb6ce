import type { HandleActor } from "#kernel/actor.ts";
import type { Reader } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findWebhook } from "./store.ts";
import { noSuchWebhook, type Webhook } from "./webhook.ts";

export const getWebhook = (
  { db }: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
): Promise<Webhook> => requireWebhook(db.read, actor.handleId, subscriptionId);

/** Throws 404 for one that this handle does not have. */
export async function requireWebhook(
  read: Reader,
  handleId: string,
  subscriptionId: string,
): Promise<Webhook> {
  const webhook = await findWebhook(read, handleId, subscriptionId);
  if (webhook === undefined) throw noSuchWebhook();
  return webhook;
}
