import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { runtimeOf } from "./function-runtime.ts";
import { deleteAllBut, insertInvocations } from "./invocation-store.ts";

const LOGGER: SystemActor = { kind: "system", job: "functions.log" };
const KEPT_MAX = 1_000;

/** Writes down the calls that this process has made since the last time, in one transaction however many there were. */
export async function flushInvocations(deps: ControlDeps): Promise<void> {
  const taken = runtimeOf(deps).log.take();
  if (taken.length === 0) return;
  const bindings = Map.groupBy(taken, ({ handleId, bindingKey }) => `${handleId}/${bindingKey}`);
  await mutate(deps, LOGGER, { auth: "none" }, async (tx) => {
    await insertInvocations(tx, taken);
    for (const [one] of bindings.values()) {
      if (one !== undefined) await deleteAllBut(tx, one.handleId, one.bindingKey, KEPT_MAX);
    }
    return { result: undefined, audit: [] };
  });
}
