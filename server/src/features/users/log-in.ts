import type { AnonymousActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Caller } from "#platform/http/bind.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { mintSecret } from "./opaque-secret.ts";
import type { ProvePassword } from "./prove-password.ts";
import { SESSION_MS, type Session, type SessionPair, signPair } from "./session.ts";
import { deleteDeadRefreshes, insertRefresh, insertSession } from "./session-store.ts";
import { findAccount } from "./store.ts";
import type { Account } from "./user.ts";

export type Credentials = { readonly email: string; readonly password: string };

/** Begins a session. A wrong password and an unknown address differ in nothing that can be seen or measured. */
export async function logIn(
  deps: ControlDeps,
  prove: ProvePassword,
  actor: AnonymousActor,
  { email, password }: Credentials,
  caller: Pick<Caller, "address" | "userAgent">,
): Promise<SessionPair> {
  const account = await findAccount(deps.db.read, email);
  const { address, userAgent } = caller;
  const isProven = await prove({ email, address, hash: account?.passwordHash, password });
  if (account === undefined || !isProven) {
    await recordRefusal(deps, actor, account);
    throw invalidCredentials();
  }
  const begun = await beginSession(deps, actor, account, userAgent);
  if (begun === undefined) throw invalidCredentials();
  return signPair(deps, begun.session, begun.refreshToken);
}

type Begun = { readonly session: Session; readonly refreshToken: string };

/** `undefined` when the password that was proven is the account's no more. */
function beginSession(
  deps: ControlDeps,
  actor: AnonymousActor,
  { email, userId, passwordHash }: Account,
  userAgent: string,
): Promise<Begun | undefined> {
  return mutate<Begun | undefined>(deps, actor, contract.logIn, async (tx, now) => {
    const current = await findAccount(readerOf(tx), email);
    if (current?.passwordHash !== passwordHash) return { result: undefined, audit: null };
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    const session: Session = { sessionId: newId("ses", now.getTime()), userId, expiresAt };
    const secret = mintSecret("refresh");
    await insertSession(tx, session, userAgent, now);
    await insertRefresh(tx, secret.hash, session.sessionId, now);
    await deleteDeadRefreshes(tx, userId, now);
    return {
      result: { session, refreshToken: secret.text },
      audit: { action: "session.create", target: session.sessionId, details: { userId } },
    };
  });
}

/** For an account as for none, so that the two take the same time. */
function recordRefusal(
  deps: ControlDeps,
  actor: AnonymousActor,
  account: Account | undefined,
): Promise<undefined> {
  return mutate(deps, actor, contract.logIn, async () => ({
    result: undefined,
    audit: { action: "session.refuse", target: account?.userId ?? "" },
  }));
}

/** The same for a wrong password and for no such account. */
const invalidCredentials = () =>
  new AppError("invalid_credentials", "E-mail address and password do not belong together.");
