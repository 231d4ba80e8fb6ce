import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { noSuchToken } from "./revoke-token.ts";
import { findToken, renameToken } from "./store.ts";
import { statusOf, type Token } from "./token.ts";

/** Renames a token that works. Its rights never change: another token has other rights. */
export function updateToken(
  deps: ControlDeps,
  actor: MemberActor,
  tokenId: string,
  name: string,
): Promise<Token> {
  return mutate(deps, actor, contract.updateToken, async (tx, now) => {
    const token = await findToken(readerOf(tx), actor.handleId, tokenId);
    if (token === undefined || statusOf(token, now) !== "ACTIVE") throw noSuchToken();
    await renameToken(tx, actor.handleId, tokenId, name);
    return {
      result: { ...token, name },
      audit: { action: "token.rename", target: tokenId, details: { before: token.name, after: name } },
    };
  });
}
