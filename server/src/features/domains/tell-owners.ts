import { findAccountById } from "#features/users/index.ts";
import { type Addresses, dashboardOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Mail } from "#platform/mail/mailer.ts";
import type { AccountDomain } from "./account-domain.ts";
import { proofNameOf } from "./domain-proof.ts";
import { servedUntil } from "./judge-domain.ts";
import type { Settled } from "./settle-domain.ts";

/** Mails those whose domain has begun to fail, or is served no more: visitors notice before its owner does. */
export async function tellOwners(
  { db, mailer, addresses }: Pick<ControlDeps, "db" | "mailer" | "addresses">,
  settled: readonly Settled[],
): Promise<void> {
  for (const { before, after } of settled) {
    if (before.state === after.state || !(after.state === "FAILING" || after.state === "STALE")) continue;
    const account = await findAccountById(db.read, after.userId);
    if (account !== undefined) mailer.send(mailOf(addresses, account.email, after));
  }
}

function mailOf(addresses: Addresses, to: string, domain: AccountDomain): Mail {
  const isOver = domain.state === "STALE";
  const until = servedUntil(domain)?.toISOString() ?? "";
  return {
    to,
    subject: isOver ? `${domain.domain} is no longer served` : `${domain.domain} will stop being served`,
    text: `${domain.problem}

${isOver ? "Visitors of this domain are not answered any more." : `Visitors of this domain are answered until ${until}.`} If it is yours, put this TXT record into its DNS:

${proofNameOf(domain.domain)}
${domain.proof}

It is looked for again by itself, or at once where you ask for it: ${dashboardOrigin(addresses)}
`,
  };
}
