import type { UserActor } from "#kernel/actor.ts";
import { AppError, invalidToken } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { passwordChangedMail } from "./mails.ts";
import type { ProvePassword } from "./prove-password.ts";
import { endSessions } from "./session-store.ts";
import { findAccountById, replacePasswordHash, useResets } from "./store.ts";

export type ChangePassword = { readonly currentPassword: string; readonly newPassword: string };

/** Sets a new password for whoever proves the present one, and ends all sessions but theirs. */
export async function changePassword(
  deps: ControlDeps,
  prove: ProvePassword,
  actor: UserActor,
  { currentPassword, newPassword }: ChangePassword,
  address: string,
): Promise<void> {
  const { userId, sessionId } = actor;
  const account = await findAccountById(deps.db.read, userId);
  if (account === undefined) throw invalidToken();
  const { email, passwordHash: hash } = account;
  if (!(await prove({ email, address, hash, password: currentPassword }))) throw wrongPassword();
  const passwordHash = await deps.passwords.hash(newPassword);
  await mutate(deps, actor, contract.changePassword, async (tx, now) => {
    if (!(await replacePasswordHash(tx, userId, hash, passwordHash))) throw wrongPassword();
    await useResets(tx, userId, now);
    const ended = await endSessions(tx, userId, "password_changed", now, sessionId);
    return {
      result: undefined,
      audit: { action: "password.change", target: userId, details: { sessionsEnded: ended.length } },
      ended,
    };
  });
  deps.mailer.send(passwordChangedMail(deps.addresses, email));
}

const wrongPassword = () => new AppError("invalid_credentials", "This is not the present password.");
