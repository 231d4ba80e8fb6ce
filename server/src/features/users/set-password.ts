import { readerOf } from "#platform/database/database.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import { createPasswordHasher } from "#platform/password-hasher.ts";
import * as contract from "./contract.ts";
import { endSessions } from "./session-store.ts";
import { findAccount, replacePasswordHash, useResets } from "./store.ts";

/** A new password by order of whoever runs the server. Answers how many sessions ended; `undefined` for no such account. */
export async function setPassword(
  deps: MutateDeps,
  email: string,
  password: string,
): Promise<number | undefined> {
  const passwordHash = await createPasswordHasher().hash(password);
  return mutate<number | undefined>(
    deps,
    { kind: "system", job: "user reset-password" },
    contract.resetPassword,
    async (tx, now) => {
      const account = await findAccount(readerOf(tx), email);
      if (account === undefined) return { result: undefined, audit: null };
      const { userId } = account;
      await useResets(tx, userId, now);
      await replacePasswordHash(tx, userId, account.passwordHash, passwordHash);
      const ended = await endSessions(tx, userId, "password_reset", now);
      const details = { sessionsEnded: ended.length };
      return { result: ended.length, audit: { action: "password.reset", target: userId, details }, ended };
    },
  );
}
