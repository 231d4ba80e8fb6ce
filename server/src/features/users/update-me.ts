import type { UserActor } from "#kernel/actor.ts";
import { invalidToken } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { findAccountById, renameUser } from "./store.ts";
import type { User } from "./user.ts";

/** Changes how whoever asks is called. */
export function updateMe(deps: ControlDeps, actor: UserActor, name: string | null): Promise<User> {
  const { userId } = actor;
  return mutate<User>(deps, actor, contract.updateMe, async (tx) => {
    const before = await findAccountById(readerOf(tx), userId);
    if (before === undefined) throw invalidToken();
    if (before.name === name) return { result: before, audit: null };
    await renameUser(tx, userId, name);
    return { result: { ...before, name }, audit: { action: "user.update", target: userId } };
  });
}
