import { AppError } from "#kernel/errors.ts";
import type { VisitorScope } from "#platform/context/visitor-session.ts";

/** Whoever has shown, on the host of `scope`, that an address is theirs. */
export type PageVisitor = {
  readonly visitorId: string;
  readonly email: string;
  readonly sessionId: string;
  readonly scope: VisitorScope;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export const LINK_MS = 15 * 60_000;

/** So many links for one address and host are good at once. A further one is not mailed: one of these will do. */
export const LINKS_AT_ONCE = 5;

/** The same for a link that was never there: what has ended is forgotten after a while. */
export const linkIsOver = () =>
  new AppError("expired_magic_link", "This link does not work, or does not work any more. Ask for another.");

/** Whoever has the link knows it already, so this tells nobody anything. */
export const linkIsUsed = () =>
  new AppError("used_magic_link", "This link has been used. Ask for another where you are not signed in.");

/** For what only somebody can ask who has signed in by mail. */
export const notSignedIn = () =>
  new AppError("missing_visitor_session", "Sign in by mail first: no cookie names a session that is open.");
