import { createPublicKey, hash } from "node:crypto";
import type { SystemActor } from "#kernel/actor.ts";
import { invalidToken } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { ProvenSession } from "#platform/http/door.ts";
import { verifySession } from "#platform/http/session.ts";
import { mutate } from "#platform/mutate.ts";
import type { OidcVerifier, OutsideIdentity } from "./oidc-verifier.ts";
import { SESSION_MS, type Session } from "./session.ts";
import { insertSession, isKnownSession } from "./session-store.ts";
import { findAccount, hasProvenEmail } from "./store.ts";

/** Whose session a JWT names: one of ours, or one that the outside provider vouches for, if there is one. */
export function identifySession(
  deps: ControlDeps,
  oidc?: OidcVerifier,
): (jwt: string) => Promise<ProvenSession> {
  const publicKey = createPublicKey(deps.sessionKey);
  return async (jwt) => {
    const now = deps.clock.now();
    if (oidc === undefined || !oidc.isFrom(jwt)) return verifySession(publicKey, jwt, now);
    return outsideSession(deps, await oidc.verify(jwt, now));
  };
}

const OUTSIDE: SystemActor = { kind: "system", job: "outside-sign-in" };

/** An outside sign-in has a session of ours from its first request on, so that it can be ended here like any other. */
async function outsideSession(deps: ControlDeps, identity: OutsideIdentity): Promise<ProvenSession> {
  const account = await findAccount(deps.db.read, identity.email);
  // Anybody can sign up with an address that is not theirs, and would share the account with whoever it belongs to.
  if (account === undefined || !(await hasProvenEmail(deps.db.read, account.userId))) throw invalidToken();
  const { userId } = account;
  const { issuer, sid } = identity;
  const name = hash("sha256", JSON.stringify([userId, issuer, sid]), "hex").slice(0, 32);
  const sessionId = `ses_${name}`;
  if (await isKnownSession(deps.db.read, sessionId)) return { userId, sessionId };
  await mutate(deps, OUTSIDE, { auth: "none" }, async (tx, now) => {
    const session: Session = { sessionId, userId, expiresAt: new Date(now.getTime() + SESSION_MS) };
    const isNew = await insertSession(tx, session, issuer, now);
    const details = { userId, issuer };
    return {
      result: undefined,
      audit: isNew ? { action: "session.create", target: sessionId, details } : null,
    };
  });
  return { userId, sessionId };
}
