import { requireAllowedOrigin } from "#features/attribution/index.ts";
import { findNamedHandle } from "#features/handles/index.ts";
import type { Access } from "#kernel/access.ts";
import type { Actor, AnonymousActor, HandleActor } from "#kernel/actor.ts";
import { noSuchHandle } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Caller } from "#platform/http/bind.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { readUserAgent } from "#platform/visits/read-user-agent.ts";

/** Who speaks of which session, by what right, and where from. */
export type Asking = {
  readonly actor: Actor;
  readonly access: Access;
  readonly handleId: string;
  readonly sessionId: string;
  /** Empty where nothing is known. */
  readonly country: string;
  readonly device: string;
};

/** Whoever shows nothing and names a handle, also by an earlier name. Throws for pages that may not, and for too many. */
export async function askOpenly(
  deps: ControlDeps,
  access: Access,
  actor: AnonymousActor,
  { handle, sessionId }: { readonly handle: string; readonly sessionId: string },
  caller: Caller,
): Promise<Asking> {
  await deps.limits.count("chainAddress", addressKey(caller.address));
  const owner = await findNamedHandle(deps.db.read, handle, deps.clock.now());
  if (owner === undefined) throw noSuchHandle();
  await requireAllowedOrigin(deps, owner, caller.origin);
  return { actor, access, handleId: owner.handleId, sessionId, ...placeOf(deps, caller) };
}

/** Whoever is in the handle. Throws for too many. */
export async function askWithin(
  deps: ControlDeps,
  access: Access,
  actor: HandleActor,
  sessionId: string,
  caller: Caller,
): Promise<Asking> {
  await deps.limits.count("chainAddress", addressKey(caller.address));
  return { actor, access, handleId: actor.handleId, sessionId, ...placeOf(deps, caller) };
}

const placeOf = ({ country }: ControlDeps, { address, userAgent }: Caller) => ({
  country: country(address),
  device: readUserAgent(userAgent).device,
});
