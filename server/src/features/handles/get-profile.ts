import type { MemberActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Handle } from "./handle.ts";
import { getHandle } from "./store.ts";

export function getProfile({ db }: ControlDeps, { handleId }: MemberActor): Promise<Handle> {
  return getHandle(db.read, handleId);
}
