import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import { BINDINGS_MAX, type Binding, type BindingFields, summaryOf } from "./binding.ts";
import * as contract from "./contract.ts";
import { requireLoadable } from "./require-loadable.ts";
import { newSecret, sealSecret } from "./secret.ts";
import { countBindings, findBinding, findLastVersion, saveBinding } from "./store.ts";

/** `secret` is there where it was made by this call; it is shown once. */
export type Written = { readonly binding: Binding; readonly isNew: boolean; readonly secret: string | null };

/** From the answer on, calls go to the new target. A binding that calls a URL keeps its secret for as long as it does. */
export async function putBinding(
  deps: ControlDeps,
  actor: MemberActor,
  bindingKey: string,
  sent: BindingFields,
  ifMatch: number | undefined,
): Promise<Written> {
  const { handleId } = actor;
  const fields = { ...sent, target: await checkTarget(deps, handleId, sent.target) };
  const secret = newSecret();
  return mutate<Written>(deps, actor, contract.putFunctionBinding, async (tx, now) => {
    const read = readerOf(tx);
    const before = await findBinding(read, handleId, bindingKey);
    requireVersion("function binding", before, ifMatch);
    if (before === undefined) await requireRoom(read, handleId);
    const isSigned = fields.target.type === "HTTP";
    const isFirst = isSigned && (before?.secret ?? null) === null;
    const sealed = {
      sealed: sealSecret(deps.seal, handleId, bindingKey, secret),
      before: null,
      beforeUntil: null,
    };
    const binding: Binding = {
      ...fields,
      bindingKey,
      secret: isFirst ? sealed : isSigned ? (before?.secret ?? null) : null,
      version: (await findLastVersion(read, handleId, bindingKey)) + 1,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
    await saveBinding(tx, handleId, binding);
    const told = summaryOf(binding);
    const verb = before === undefined ? "create" : "update";
    return {
      result: { binding, isNew: before === undefined, secret: isFirst ? secret : null },
      audit: { action: `function_binding.${verb}`, target: bindingKey, details: told },
      events: [{ type: `function_binding.${verb}d`, payload: told }],
    };
  });
}

async function checkTarget(
  deps: ControlDeps,
  handleId: string,
  target: Binding["target"],
): Promise<Binding["target"]> {
  if (target.type === "HTTP")
    return { ...target, url: await deps.endpoints.require("target.url", target.url) };
  await requireLoadable(deps.sandbox, handleId, target);
  return target;
}

async function requireRoom(read: Reader, handleId: string): Promise<void> {
  const count = await countBindings(read, handleId);
  if (count < BINDINGS_MAX) return;
  throw new AppError(
    "conflict",
    `This handle has ${count} function bindings, which is the most there can be.`,
  );
}
