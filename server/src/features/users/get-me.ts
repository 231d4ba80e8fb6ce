import type { Role } from "#kernel/access.ts";
import type { UserActor } from "#kernel/actor.ts";
import { invalidToken } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findAccountById, listPlaces } from "./store.ts";
import type { User } from "./user.ts";

export type Me = {
  readonly user: User;
  readonly handles: readonly { readonly handle: string; readonly role: Role }[];
};

/** The user who asks, and the handles they act in. */
export async function getMe({ db }: ControlDeps, { userId }: UserActor): Promise<Me> {
  const user = await findAccountById(db.read, userId);
  if (user === undefined) throw invalidToken();
  return { user, handles: await listPlaces(db.read, userId) };
}
