import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { changed, type Handle, nameTaken } from "./handle.ts";
import { claimName, listAliases, retireName } from "./name-store.ts";
import { getHandle, updateHandle } from "./store.ts";

const ALIAS_MS = 90 * 86_400_000;
/** So that one handle does not hold many names. */
const ALIASES_MAX = 5;

/** The old name, and those before it, lead to the new one; each is for nobody else until its ninety days are over. */
export function renameHandle(deps: ControlDeps, actor: MemberActor, name: string): Promise<Handle> {
  const { handleId } = actor;
  return mutate<Handle>(deps, actor, contract.renameHandle, async (tx, now) => {
    const read = readerOf(tx);
    const before = await getHandle(read, handleId);
    if (before.handle === name) return { result: before, audit: null };
    if (!(await claimName(tx, handleId, name, now))) throw nameTaken(name);
    await retireName(tx, handleId, before.handle, now.getTime() + ALIAS_MS);
    const aliases = await listAliases(read, handleId, now);
    if (aliases.length > ALIASES_MAX) {
      throw new AppError(
        "conflict",
        `${ALIASES_MAX} earlier names still lead here, which is the most there can be.`,
      );
    }
    const after = changed(before, { handle: name }, now);
    await updateHandle(tx, after);
    return {
      result: after,
      audit: { action: "handle.rename", target: name, details: { before: before.handle, after: name } },
      members: true,
      hosts: [
        { host: name, to: { handleId, movedTo: null, until: null } },
        ...aliases.map((alias) => ({
          host: alias.name,
          to: { handleId, movedTo: name, until: alias.until },
        })),
      ],
    };
  });
}
