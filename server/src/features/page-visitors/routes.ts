import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { getPageAccess } from "./get-page-access.ts";
import { identifyVisitor, noVisitorCookie, visitorCookie } from "./identify-visitor.ts";
import { listAccess } from "./list-access.ts";
import { requestPageLink } from "./request-page-link.ts";
import { signIn } from "./sign-in.ts";
import { signedInPage, signInPage } from "./sign-in-page.ts";
import { signOut } from "./sign-out.ts";
import { notSignedIn, type PageVisitor } from "./visitor.ts";

const API = "";

/** Signing in by mail, and what whoever has may read. */
export function pageVisitorOperations(deps: ControlDeps): readonly BoundOperation[] {
  const visitorOf = async (cookie: string | undefined): Promise<PageVisitor> => {
    const visitor = await identifyVisitor(deps, API, cookie);
    if (visitor === null) throw notSignedIn();
    return visitor;
  };

  return [
    bind(contract.requestVisitorLink, async ({ actor, body, caller }) => {
      await requestPageLink(deps, actor, body, caller.address);
      return { status: 202 };
    }),

    bind(contract.showVisitorLink, async () => {
      return { status: 200, body: signInPage() };
    }),

    bind(contract.confirmVisitorLink, async ({ actor, query, caller }) => {
      const visitor = await signIn(deps, actor, { ...query, scope: API, opens: null, ...caller });
      return { status: 200, body: signedInPage(visitor.email, visitorCookie(deps, visitor)) };
    }),

    bind(contract.verifyVisitorLink, async ({ actor, body, caller }) => {
      const visitor = await signIn(deps, actor, { ...body, scope: API, opens: null, ...caller });
      const headers = { "set-cookie": visitorCookie(deps, visitor) };
      return { status: 200, headers, body: present(visitor) };
    }),

    bind(contract.signOutVisitor, async ({ actor, caller }) => {
      const visitor = await identifyVisitor(deps, API, caller.cookie);
      if (visitor !== null) await signOut(deps, actor, visitor);
      return { status: 204, headers: { "set-cookie": noVisitorCookie(deps) } };
    }),

    bind(contract.getVisitor, async ({ caller }) => {
      return { status: 200, body: present(await visitorOf(caller.cookie)) };
    }),

    bind(contract.listVisitorAccess, async ({ caller }) => {
      const access = await listAccess(deps, await visitorOf(caller.cookie));
      const body = access.map((one) => ({ ...one, grantedAt: one.grantedAt.toISOString() }));
      return { status: 200, body: { access: body } };
    }),

    bind(contract.checkPageAccess, async ({ params, caller }) => {
      const visitor = await identifyVisitor(deps, API, caller.cookie);
      return { status: 200, body: await getPageAccess(deps, params.handle, params.pageSlug, visitor) };
    }),
  ];
}

const present = ({ visitorId, email, createdAt, expiresAt }: PageVisitor) => ({
  ...{ visitorId, email, signedInAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() },
});
