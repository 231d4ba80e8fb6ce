import { type HandleActor, nameOf } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { newSecret, sealSecret } from "./secret.ts";
import { insertSealed } from "./secret-store.ts";
import { countWebhooks, insertWebhook } from "./store.ts";
import { type Interest, originOf, WEBHOOKS_MAX, type Webhook } from "./webhook.ts";

export type NewWebhook = Interest & Pick<Webhook, "endpointUrl" | "description" | "enabled">;

/** `secret` is `null` where the request was answered before: it is shown once. */
export type WithSecret = { readonly webhook: Webhook; readonly secret: string | null };

/** Subscribes an endpoint to what occurs from now on. */
export async function createWebhook(
  deps: ControlDeps,
  actor: HandleActor,
  input: NewWebhook,
): Promise<WithSecret> {
  const endpointUrl = await deps.endpoints.require("endpointUrl", input.endpointUrl);
  const secret = newSecret();
  return mutate<WithSecret>(deps, actor, contract.createWebhook, async (tx, now) => {
    const count = await countWebhooks(readerOf(tx), actor.handleId);
    if (count >= WEBHOOKS_MAX) {
      throw new AppError("conflict", `This handle has ${count} webhooks, which is the most there can be.`);
    }
    const subscriptionId = newId("whk", now.getTime());
    const webhook: Webhook = {
      ...input,
      subscriptionId,
      endpointUrl,
      disabledReason: input.enabled ? null : "member",
      disabledAt: input.enabled ? null : now,
      failingSince: null,
      createdBy: nameOf(actor),
      createdAt: now,
      updatedAt: now,
      version: 1,
    };
    await insertWebhook(tx, actor.handleId, webhook);
    await insertSealed(tx, subscriptionId, sealSecret(deps.seal, subscriptionId, secret), now);
    const details = { endpoint: originOf(endpointUrl), eventTypes: webhook.eventTypes };
    return {
      result: { webhook, secret },
      replay: { webhook, secret: null },
      audit: { action: "webhook.create", target: subscriptionId, details },
    };
  });
}
