import { findNamedHandle, findOwner } from "#features/handles/index.ts";
import type { MemberActor } from "#kernel/actor.ts";
import type { MutateDeps } from "#platform/mutate.ts";
import { Misuse } from "./misuse.ts";

/** The owner of a handle, in whose name an operator does something at a shell. Throws `Misuse` where there is no such handle. */
export async function asOwner({ db, clock }: MutateDeps, name: string): Promise<MemberActor> {
  const found = await findNamedHandle(db.read, name, clock.now());
  const userId = found && (await findOwner(db.read, found.handleId));
  if (found === undefined || userId === undefined) throw new Misuse(`There is no handle ${name}.`);
  const signal = new AbortController().signal;
  return { kind: "member", ...found, userId, sessionId: "", role: "OWNER", signal };
}
