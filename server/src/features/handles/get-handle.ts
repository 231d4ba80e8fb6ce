import type { MemberActor } from "#kernel/actor.ts";
import { noSuchHandle } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findRole, getHandle as getRow, type OwnHandle } from "./store.ts";

/** The handle that the caller is in, with their role there now. */
export async function getHandle({ db }: ControlDeps, actor: MemberActor): Promise<OwnHandle> {
  const role = await findRole(db.read, actor.handleId, actor.userId);
  if (role === undefined) throw noSuchHandle();
  return { handle: await getRow(db.read, actor.handleId), role };
}
