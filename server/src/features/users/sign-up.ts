import type { AnonymousActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import type { ControlDeps, SignupPolicy } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { hashSecret } from "./opaque-secret.ts";
import { hasAnyUser, insertUser, isInvited, useInvitations } from "./store.ts";
import type { Account, User } from "./user.ts";

export type SignUp = {
  readonly email: string;
  readonly password: string;
  readonly name?: string | null | undefined;
  readonly inviteToken?: string | undefined;
};

/** A new account, if the operator's policy has room for it. Of two first users at once there is one. */
export async function signUp(
  deps: ControlDeps,
  actor: AnonymousActor,
  input: SignUp,
  address: string,
): Promise<User> {
  await deps.limits.count("signup", addressKey(address));
  const { email, inviteToken } = input;
  // Asked before as well: whoever may not come in is not worth a hash.
  await requireRoom(deps.db.read, deps.signup, email, inviteToken, deps.clock.now());
  const passwordHash = await deps.passwords.hash(input.password);
  return mutate<User>(deps, actor, contract.signUp, async (tx, now) => {
    await requireRoom(readerOf(tx), deps.signup, email, inviteToken, now);
    const user: User = {
      userId: newId("usr", now.getTime()),
      email,
      name: input.name ?? null,
      timeZone: null,
      createdAt: now,
    };
    const account: Account = { ...user, passwordHash };
    const isProven =
      inviteToken !== undefined && (await isInvited(readerOf(tx), hashSecret(inviteToken), email, now));
    if (!(await insertUser(tx, account, isProven ? now : null))) {
      throw new AppError("conflict", "There is an account with this e-mail address.");
    }
    await useInvitations(tx, email, now);
    return { result: user, audit: { action: "user.create", target: user.userId } };
  });
}

/** The first user is always let in: somebody must be able to begin. */
async function requireRoom(
  read: Reader,
  policy: SignupPolicy,
  email: string,
  inviteToken: string | undefined,
  now: Date,
): Promise<void> {
  if (policy === "open" || !(await hasAnyUser(read))) return;
  if (policy === "first-user-only") throw new AppError("signup_closed", "Nobody can sign up here.");
  if (inviteToken === undefined || !(await isInvited(read, hashSecret(inviteToken), email, now))) {
    throw new AppError("signup_closed", "Signing up here takes an invitation to this e-mail address.");
  }
}
