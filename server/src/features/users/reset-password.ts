import type { AnonymousActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { passwordChangedMail } from "./mails.ts";
import { hashSecret } from "./opaque-secret.ts";
import { guesserKey } from "./prove-password.ts";
import { endSessions } from "./session-store.ts";
import { findReset, proveEmail, replacePasswordHash, useResets } from "./store.ts";
import type { Account } from "./user.ts";

export type ResetPassword = { readonly token: string; readonly password: string };

/** Sets a new password once for each mailed token. Whoever was signed in with the old one is so no longer. */
export async function resetPassword(
  deps: ControlDeps,
  actor: AnonymousActor,
  { token, password }: ResetPassword,
  address: string,
): Promise<void> {
  const hash = hashSecret(token);
  if ((await findReset(deps.db.read, hash, deps.clock.now())) === undefined) {
    await deps.limits.count("badCredential", addressKey(address));
    throw invalidResetToken();
  }
  const passwordHash = await deps.passwords.hash(password);
  const { email } = await mutate<Account>(deps, actor, contract.resetPassword, async (tx, now) => {
    const account = await findReset(readerOf(tx), hash, now);
    if (account === undefined) throw invalidResetToken();
    const { userId } = account;
    await useResets(tx, userId, now);
    await proveEmail(tx, userId, now);
    await replacePasswordHash(tx, userId, account.passwordHash, passwordHash);
    const ended = await endSessions(tx, userId, "password_reset", now);
    return {
      result: account,
      audit: { action: "password.reset", target: userId, details: { sessionsEnded: ended.length } },
      ended,
    };
  });
  await deps.limits.forget("login", guesserKey(email, address));
  deps.mailer.send(passwordChangedMail(deps.addresses, email));
}

/** The same for a token that was never there, one that was used, and one that has ended. */
const invalidResetToken = () =>
  new AppError("invalid_reset_token", "This link has been used or has ended. Ask for another.");
