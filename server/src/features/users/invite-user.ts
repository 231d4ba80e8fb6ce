import type { UserActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { invitationMail } from "./mails.ts";
import { mintSecret } from "./opaque-secret.ts";
import { insertInvitation, isTaken } from "./store.ts";

const INVITED_MS = 7 * 86_400_000;

/** `text` is `null` where the request was answered before: nothing is mailed twice, and no secret is kept to do it. */
type Invited = { readonly text: string | null };

/** Mails an invitation that one person can use once within a week. A repeated request mails nothing more. */
export async function inviteUser(deps: ControlDeps, actor: UserActor, email: string): Promise<void> {
  if (deps.signup === "first-user-only") throw new AppError("signup_closed", "Nobody can sign up here.");
  await deps.limits.count("invitation", actor.userId);
  const { text } = await mutate<Invited>(deps, actor, contract.inviteUser, async (tx, now) => {
    if (await isTaken(readerOf(tx), email)) {
      throw new AppError("conflict", "There is an account with this e-mail address.");
    }
    const secret = mintSecret("invitation");
    const expiresAt = now.getTime() + INVITED_MS;
    await insertInvitation(tx, { hash: secret.hash, email, by: actor.userId, expiresAt }, now);
    return {
      result: { text: secret.text },
      replay: { text: null },
      audit: { action: "invitation.create", target: email },
    };
  });
  if (text !== null) deps.mailer.send(invitationMail(deps.addresses, email, text));
}
