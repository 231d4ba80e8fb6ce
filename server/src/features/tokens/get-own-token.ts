import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { noSuchToken } from "./revoke-token.ts";
import { findToken } from "./store.ts";
import type { Token } from "./token.ts";

export type OwnToken = { readonly token: Token; readonly handle: string; readonly role: string };

/** The token that asks. A session is none. */
export async function getOwnToken({ db }: ControlDeps, actor: HandleActor): Promise<OwnToken> {
  if (actor.kind !== "token") {
    throw new AppError("not_found", "This request was made with a session, not with a token.");
  }
  const token = await findToken(db.read, actor.handleId, actor.tokenId);
  if (token === undefined) throw noSuchToken();
  return { token, handle: actor.handle, role: actor.role ?? "" };
}
