import type { UserActor } from "#kernel/actor.ts";
import { invalidToken } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { findAccountById, saveUser } from "./store.ts";
import type { User } from "./user.ts";

/** What is sent changes, and nothing else. */
type Change = { readonly name?: string | null | undefined; readonly timeZone?: string | null | undefined };

/** Changes how whoever asks is called, and where their days begin. */
export function updateMe(deps: ControlDeps, actor: UserActor, change: Change): Promise<User> {
  const { userId } = actor;
  return mutate<User>(deps, actor, contract.updateMe, async (tx) => {
    const before = await findAccountById(readerOf(tx), userId);
    if (before === undefined) throw invalidToken();
    const { name = before.name, timeZone = before.timeZone } = change;
    if (before.name === name && before.timeZone === timeZone) return { result: before, audit: null };
    await saveUser(tx, userId, { name, timeZone });
    return { result: { ...before, name, timeZone }, audit: { action: "user.update", target: userId } };
  });
}
