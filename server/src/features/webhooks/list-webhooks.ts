import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { listWebhooks as listRows } from "./store.ts";
import type { Webhook } from "./webhook.ts";

type PageRequest = { readonly limit: number; readonly nextToken?: string | undefined };

export async function listWebhooks(
  { db }: ControlDeps,
  actor: HandleActor,
  { limit, nextToken }: PageRequest,
): Promise<Page<Webhook>> {
  const rows = await listRows(db.read, actor.handleId, nextToken, limit + 1);
  return toPage(rows, limit, ({ subscriptionId }) => [subscriptionId]);
}
