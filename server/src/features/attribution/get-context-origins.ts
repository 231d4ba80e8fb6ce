import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type ContextOrigins, findOrigins } from "./origin-store.ts";

export function getContextOrigins({ db }: ControlDeps, { handleId }: HandleActor): Promise<ContextOrigins> {
  return findOrigins(db.read, handleId);
}
