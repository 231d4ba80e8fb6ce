import type { AnonymousActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { hashSecret, mintSecret } from "./opaque-secret.ts";
import { type Session, type SessionPair, signPair } from "./session.ts";
import { endSession, findRefresh, insertRefresh, useRefresh } from "./session-store.ts";

/** Two tabs, or a client whose answer was lost, may send the same token again for so long. */
const GRACE_MS = 10_000;

type Rotated = { readonly session: Session; readonly refreshToken: string };

/** The next pair of a session. A token that comes back after its grace is in two hands: the whole session ends. */
export async function refreshSession(
  deps: ControlDeps,
  actor: AnonymousActor,
  refreshToken: string,
  address: string,
): Promise<SessionPair> {
  const hash = hashSecret(refreshToken);
  const isKnown = (await findRefresh(deps.db.read, hash, deps.clock.now())) !== undefined;
  const rotated = isKnown ? await rotate(deps, actor, hash) : undefined;
  if (rotated !== undefined) return signPair(deps, rotated.session, rotated.refreshToken);
  await deps.limits.count("badCredential", addressKey(address));
  throw new AppError("invalid_refresh_token", "The refresh token is not valid. Log in again.");
}

/** Answers `undefined` rather than throwing, because the end of a session must commit. */
function rotate(deps: ControlDeps, actor: AnonymousActor, hash: string): Promise<Rotated | undefined> {
  return mutate<Rotated | undefined>(deps, actor, contract.refreshSession, async (tx, now) => {
    const stored = await findRefresh(readerOf(tx), hash, now);
    if (stored === undefined) return { result: undefined, audit: null };
    const { session, usedAt } = stored;
    const { sessionId, userId } = session;
    if (usedAt !== null && now.getTime() - usedAt > GRACE_MS) {
      await endSession(tx, sessionId, "reuse_detected", now);
      return {
        result: undefined,
        audit: { action: "session.reuse_detected", target: sessionId, details: { userId } },
        ended: [sessionId],
      };
    }
    const next = mintSecret("refresh");
    await useRefresh(tx, hash, now);
    await insertRefresh(tx, next.hash, sessionId, now);
    return {
      result: { session, refreshToken: next.text },
      audit: { action: "session.refresh", target: sessionId, details: { userId } },
    };
  });
}
