import { mintSecret } from "#features/users/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import { apiOrigin, handleOrigin } from "#platform/addresses.ts";
import type { VisitorScope } from "#platform/context/visitor-session.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { countGoodLinks, insertLink } from "./store.ts";
import { LINK_MS, LINKS_AT_ONCE } from "./visitor.ts";

/** A page to which a link leads, by the handle's present name. */
export type LinkedPage = {
  readonly handleId: string;
  readonly handle: string;
  readonly slug: string;
  /** Where it is read: a domain that leads to the handle; left out, the handle's own host. */
  readonly origin?: string;
};

/**
 * Mails a link that signs in whoever has the address, once and within fifteen minutes. While five are good no other is
 * mailed: whoever asks for a stranger fills no mailbox, and keeps nobody out, because those that were mailed still work.
 */
export async function requestLink(
  deps: ControlDeps,
  actor: AnonymousActor,
  email: string,
  page: LinkedPage | null,
  address: string,
): Promise<void> {
  const who = addressKey(address);
  await deps.limits.count("visitorLink", who);
  await deps.limits.count("visitorLinkEmail", `${who} ${email}`);
  const scope: VisitorScope = page?.handleId ?? "";
  const text = await mutate<string | null>(deps, actor, contract.requestVisitorLink, async (tx, now) => {
    if ((await countGoodLinks(readerOf(tx), { email, scope }, now)) >= LINKS_AT_ONCE) {
      return { result: null, audit: null };
    }
    const { text, hash } = mintSecret("visitor");
    const expires_at = now.getTime() + LINK_MS;
    await insertLink(tx, { token_hash: hash, email, scope, expires_at });
    return { result: text, audit: { action: "visitor.link", target: page?.slug ?? "", handleId: scope } };
  });
  if (text !== null) deps.mailer.send(mailOf(deps, email, text, page));
}

function mailOf({ addresses }: ControlDeps, to: string, token: string, page: LinkedPage | null) {
  const address = page && `${page.origin ?? handleOrigin(addresses, page.handle)}/${page.slug}`;
  const where = address === null ? addresses.publicDomain : address.replace(/^https?:\/\//, "");
  const link =
    address === null
      ? `${apiOrigin(addresses)}/v2/visitor/auth/confirm?token=${token}`
      : `${address}?sign-in=${token}`;
  return {
    to,
    subject: `Your link to ${where}`,
    text: `Somebody, hopefully you, asked to read ${where} with this address.

${link}

The link works once, within the next fifteen minutes. If it was not you, do nothing.
`,
  };
}
