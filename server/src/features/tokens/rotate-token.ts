import { mintAccessToken } from "#kernel/access-token.ts";
import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import type { CreatedToken } from "./create-token.ts";
import { noSuchToken } from "./revoke-token.ts";
import { findToken, findWorkingSuccessor, insertToken, markRevoked, setExpiry } from "./store.ts";
import { hashToken, pepperId, statusOf, type Token } from "./token.ts";

/**
 * A new token with the same rights and the same end; the old one works on for the overlap, never longer than it would
 * have. Rotating a token whose successor still works is a conflict: of three generations nobody knows which is where.
 */
export function rotateToken(
  deps: ControlDeps,
  actor: MemberActor,
  tokenId: string,
  overlapSeconds: number,
): Promise<CreatedToken> {
  return mutate<CreatedToken>(deps, actor, contract.rotateToken, async (tx, now) => {
    const before = await findToken(readerOf(tx), actor.handleId, tokenId);
    if (before === undefined || statusOf(before, now) !== "ACTIVE") throw noSuchToken();
    if (await findWorkingSuccessor(readerOf(tx), actor.handleId, tokenId, now)) {
      throw new AppError("conflict", "This token was rotated already; rotate its successor.");
    }
    const minted = mintAccessToken();
    const token: Token = {
      ...before,
      tokenId: minted.tokenId,
      lastFour: minted.text.slice(-4),
      createdBy: actor.userId,
      createdAt: now,
      lastUsedAt: null,
      predecessor: tokenId,
      version: 1,
    };
    const { tokenPepper } = deps;
    await insertToken(tx, actor.handleId, token, hashToken(tokenPepper, minted), pepperId(tokenPepper));
    const ended = await endAfter(tx, actor, before, overlapSeconds, now);
    return {
      result: { token, text: minted.text },
      replay: { token, text: null },
      audit: {
        action: "token.rotate",
        target: tokenId,
        details: { successor: token.tokenId, overlapSeconds },
      },
      events: [
        {
          type: "token.created",
          payload: { tokenId: token.tokenId, name: token.name, scopes: token.grants },
        },
      ],
      ended,
    };
  });
}

async function endAfter(
  tx: Tx,
  { handleId }: MemberActor,
  { tokenId, expiresAt }: Token,
  overlapSeconds: number,
  now: Date,
): Promise<readonly string[]> {
  if (overlapSeconds === 0) {
    await markRevoked(tx, handleId, tokenId, "rotated", now);
    return [tokenId];
  }
  const end = now.getTime() + overlapSeconds * 1000;
  await setExpiry(tx, handleId, tokenId, Math.min(end, expiresAt?.getTime() ?? end));
  return [];
}
