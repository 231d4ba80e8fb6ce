import { hashSecret } from "#features/users/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import { newId } from "#kernel/ids.ts";
import { VISITOR_SESSION_SECONDS, type VisitorScope } from "#platform/context/visitor-session.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { saveGrant } from "./grant-store.ts";
import { findLink, insertSession, saveAccount, useLink } from "./store.ts";
import { linkIsOver, linkIsUsed, type PageVisitor } from "./visitor.ts";

type SignIn = {
  readonly token: string;
  /** The host on which the session will be good. */
  readonly scope: VisitorScope;
  /** The page that is opened with it, where signing in is all that it asks. */
  readonly opens: { readonly handleId: string; readonly slug: string } | null;
  readonly address: string;
};

/** A session for whoever was mailed the token, once. Throws 401 for one that was used, has ended, or is another host's. */
export async function signIn(
  deps: ControlDeps,
  actor: AnonymousActor,
  { token, scope, opens, address }: SignIn,
): Promise<PageVisitor> {
  const hash = hashSecret(token);
  const known = await findLink(deps.db.read, hash);
  if (known === undefined) await deps.limits.count("badCredential", addressKey(address));
  return mutate<PageVisitor>(deps, actor, contract.verifyVisitorLink, async (tx, now) => {
    const link = await findLink(readerOf(tx), hash);
    // On the API's host any link signs in: whoever has it has the address.
    if (link === undefined || (scope !== "" && link.scope !== scope)) throw linkIsOver();
    if (link.used_at !== null) throw linkIsUsed();
    if (link.expires_at <= now.getTime()) throw linkIsOver();
    const { email } = link;
    await useLink(tx, hash, now);
    const visitorId = await saveAccount(tx, newId("vst", now.getTime()), email, now);
    const sessionId = newId("vss", now.getTime());
    const expiresAt = new Date(now.getTime() + VISITOR_SESSION_SECONDS * 1000);
    await insertSession(tx, {
      ...{ session_id: sessionId, visitor_id: visitorId, scope },
      ...{ created_at: now.getTime(), expires_at: expiresAt.getTime() },
    });
    if (opens !== null) await saveGrant(tx, { ...opens, email }, "LOGIN", now);
    return {
      result: { visitorId, email, sessionId, scope, createdAt: now, expiresAt },
      audit: { action: "visitor.sign_in", target: visitorId, handleId: scope },
    };
  });
}
