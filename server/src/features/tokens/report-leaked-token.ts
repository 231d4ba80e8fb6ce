import { timingSafeEqual } from "node:crypto";
import { parseAccessToken } from "#kernel/access-token.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { findWorkingToken, markRevoked } from "./store.ts";
import { hashToken } from "./token.ts";

const REPORTER: SystemActor = { kind: "system", job: "leak-report" };

/** Ends a token that whoever holds it hands in. Silent about whether there was one: it is asked by anybody. */
export async function reportLeakedToken(deps: ControlDeps, text: string, address: string): Promise<void> {
  await deps.limits.count("leakReport", addressKey(address));
  const token = parseAccessToken(text.trim());
  if (token === undefined) return;
  const { tokenId } = token;
  const stored = await findWorkingToken(deps.db.read, tokenId, deps.clock.now());
  if (stored === undefined || !timingSafeEqual(hashToken(deps.tokenPepper, token), stored.hash)) return;
  const { handleId } = stored;
  await mutate(deps, REPORTER, contract.reportLeakedToken, async (tx, now) => {
    const isFirst = await markRevoked(tx, handleId, tokenId, "leaked", now);
    if (!isFirst) return { result: undefined, audit: null };
    return {
      result: undefined,
      audit: { action: "token.revoke", target: tokenId, handleId, details: { reason: "leaked" } },
      events: [{ type: "token.revoked", payload: { tokenId, reason: "leaked" } }],
      ended: [tokenId],
    };
  });
}
