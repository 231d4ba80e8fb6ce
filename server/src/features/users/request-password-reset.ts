import type { AnonymousActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { resetMail } from "./mails.ts";
import { mintSecret } from "./opaque-secret.ts";
import { findAccount, insertReset } from "./store.ts";

const RESET_MS = 3_600_000;

/** Mails a token to whoever has this address; for an address that is nobody's, the same is written and nothing sent. */
export async function requestPasswordReset(
  deps: ControlDeps,
  actor: AnonymousActor,
  email: string,
  address: string,
): Promise<void> {
  await deps.limits.count("passwordReset", `address ${addressKey(address)}`);
  await deps.limits.count("passwordReset", `account ${email}`);
  const text = await mutate<string | undefined>(
    deps,
    actor,
    contract.requestPasswordReset,
    async (tx, now) => {
      const account = await findAccount(readerOf(tx), email);
      const audit = { action: "password_reset.request", target: account?.userId ?? "" };
      if (account === undefined) return { result: undefined, audit };
      const { hash, text } = mintSecret("reset");
      await insertReset(tx, { hash, userId: account.userId, expiresAt: now.getTime() + RESET_MS }, now);
      return { result: text, audit };
    },
  );
  if (text !== undefined) deps.mailer.send(resetMail(deps.addresses, email, text));
}
