import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import type { NewWebhook } from "./create-webhook.ts";
import { requireWebhook } from "./get-webhook.ts";
import { updateWebhook as updateRow } from "./store.ts";
import { originOf, type Webhook } from "./webhook.ts";

export type WebhookChange = { readonly [K in keyof NewWebhook]?: NewWebhook[K] | undefined };

const FIELDS = ["endpointUrl", "eventTypes", "slugs", "campaignIds", "description", "enabled"] as const;

/** Changes the fields sent, from the next attempt on. What changes nothing leaves nothing behind. */
export async function updateWebhook(
  deps: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
  sent: WebhookChange,
  ifMatch: number | undefined,
): Promise<Webhook> {
  const { handleId } = actor;
  await requireWebhook(deps.db.read, handleId, subscriptionId); // 404 comes before what is wrong with the body.
  const url = sent.endpointUrl && (await deps.endpoints.require("endpointUrl", sent.endpointUrl));
  const change = url === undefined ? sent : { ...sent, endpointUrl: url };
  return mutate<Webhook>(deps, actor, contract.updateWebhook, async (tx, now) => {
    const before = await requireWebhook(readerOf(tx), handleId, subscriptionId);
    requireVersion("webhook", before, ifMatch);
    const fields = FIELDS.filter(
      (field) =>
        change[field] !== undefined && JSON.stringify(change[field]) !== JSON.stringify(before[field]),
    );
    if (fields.length === 0) return { result: before, audit: null };
    const changed = Object.fromEntries(fields.map((field) => [field, change[field]]));
    const after: Webhook = {
      ...before,
      ...changed,
      ...(fields.includes("enabled") && switched(change.enabled === true, now)),
      updatedAt: now,
      version: before.version + 1,
    };
    await updateRow(tx, handleId, after);
    const details = { before: audited(before, fields), after: audited(after, fields) };
    return {
      result: after,
      audit: { action: "webhook.update", target: subscriptionId, details },
    };
  });
}

const audited = (webhook: Webhook, fields: readonly (typeof FIELDS)[number][]) =>
  Object.fromEntries(
    fields.map((field) =>
      field === "endpointUrl" ? ["endpoint", originOf(webhook.endpointUrl)] : [field, webhook[field]],
    ),
  );

/** Whoever enables it again trusts it again: its five days begin anew. */
const switched = (enabled: boolean, now: Date) => ({
  disabledReason: enabled ? null : ("member" as const),
  disabledAt: enabled ? null : now,
  ...(enabled && { failingSince: null }),
});
