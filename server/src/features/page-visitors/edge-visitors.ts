import { Email } from "#features/users/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { checkAccess } from "./check-access.ts";
import { identifyVisitor, visitorCookie } from "./identify-visitor.ts";
import { type LinkedPage, requestLink } from "./request-link.ts";
import { signIn } from "./sign-in.ts";

const NOBODY: AnonymousActor = { kind: "anonymous", signal: new AbortController().signal };

type Gated = LinkedPage & { readonly document: PageDocument };

/** What pages on handles' hosts ask about whoever reads them; refusals have the codes of the API. */
export function createEdgeVisitors(deps: ControlDeps) {
  return {
    identify: (handleId: string, cookies: string | undefined) => identifyVisitor(deps, handleId, cookies),
    mayRead: async (
      { handleId, slug, document: { mode } }: Gated,
      visitor: { readonly email: string } | null,
    ) => (await checkAccess(deps.db.read, { handleId, slug, mode }, visitor)).allowed,
    mailLink: async (page: LinkedPage, typed: string, address: string) => {
      const email = Email.safeParse(typed);
      if (!email.success) throw new AppError("invalid_email", "This is not an e-mail address.");
      await requestLink(deps, NOBODY, email.data, page, address);
    },
    signIn: async ({ handleId, slug, document }: Gated, token: string, address: string) => {
      const opens = document.mode === "FREE_WITH_LOGIN" ? { handleId, slug } : null;
      return visitorCookie(deps, await signIn(deps, NOBODY, { token, scope: handleId, opens, address }));
    },
  };
}
