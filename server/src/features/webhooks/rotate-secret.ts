import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import type { WithSecret } from "./create-webhook.ts";
import { requireWebhook } from "./get-webhook.ts";
import { newSecret, sealSecret } from "./secret.ts";
import { insertSealed } from "./secret-store.ts";
import { updateWebhook } from "./store.ts";

/** Every attempt after the answer is signed with the new secret, and until the overlap ends with the old ones as well. */
export async function rotateSecret(
  deps: ControlDeps,
  actor: HandleActor,
  subscriptionId: string,
  overlapSeconds: number,
): Promise<WithSecret> {
  const { handleId } = actor;
  const secret = newSecret();
  const sealed = sealSecret(deps.seal, subscriptionId, secret);
  return mutate<WithSecret>(deps, actor, contract.rotateWebhookSecret, async (tx, now) => {
    const before = await requireWebhook(readerOf(tx), handleId, subscriptionId);
    const webhook = { ...before, updatedAt: now, version: before.version + 1 };
    await insertSealed(tx, subscriptionId, sealed, now, new Date(now.getTime() + overlapSeconds * 1000));
    await updateWebhook(tx, handleId, webhook);
    return {
      result: { webhook, secret },
      replay: { webhook, secret: null },
      audit: { action: "webhook.rotate_secret", target: subscriptionId, details: { overlapSeconds } },
    };
  });
}
