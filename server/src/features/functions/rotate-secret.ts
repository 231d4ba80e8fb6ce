import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { type Binding, summaryOf } from "./binding.ts";
import * as contract from "./contract.ts";
import { getBinding } from "./get-binding.ts";
import { newSecret, sealSecret } from "./secret.ts";
import { saveBinding } from "./store.ts";

/** `secret` is `null` where the request was answered before: it is shown once. */
export type Rotated = { readonly binding: Binding; readonly secret: string | null };

/** Signs with a new secret from the answer on, and with the old one beside it until the overlap ends. */
export function rotateSecret(
  deps: ControlDeps,
  actor: MemberActor,
  bindingKey: string,
  overlapSeconds: number,
): Promise<Rotated> {
  const { handleId } = actor;
  const secret = newSecret();
  return mutate<Rotated>(deps, actor, contract.rotateFunctionSecret, async (tx, now) => {
    const before = await getBinding(readerOf(tx), handleId, bindingKey);
    if (before.secret === null) {
      throw new AppError("conflict", "Nothing is signed for a script: it is called here.");
    }
    const isOverlapping = overlapSeconds > 0;
    const binding: Binding = {
      ...before,
      secret: {
        sealed: sealSecret(deps.seal, handleId, bindingKey, secret),
        before: isOverlapping ? before.secret.sealed : null,
        beforeUntil: isOverlapping ? now.getTime() + overlapSeconds * 1000 : null,
      },
      version: before.version + 1,
      updatedAt: now,
    };
    await saveBinding(tx, handleId, binding);
    return {
      result: { binding, secret },
      replay: { binding, secret: null },
      audit: { action: "function_binding.rotate_secret", target: bindingKey, details: { overlapSeconds } },
      events: [
        {
          type: "function_binding.updated",
          payload: summaryOf(binding),
        },
      ],
    };
  });
}
