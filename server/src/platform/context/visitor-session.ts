import type { VisitorSeal } from "./visitor-seal.ts";

/** The cookie by which a person who has signed in by mail is known on one host. It is not the one of analytics. */
export const VISITOR_SESSION_COOKIE = "_sy_visitor";
export const VISITOR_SESSION_SECONDS = 30 * 86_400;

/** The host that a session is of: a handle's by its id, the API's by the empty text. */
export type VisitorScope = string;

const textOf = (scope: VisitorScope, sessionId: string) => ["visitor session", scope, sessionId].join("\n");

/** What the cookie holds. */
export const signVisitorSession = (seal: VisitorSeal, scope: VisitorScope, sessionId: string): string =>
  `${sessionId}.${seal.sign(textOf(scope, sessionId))}`;

/** The session that a cookie names; `undefined` for one that was not signed here, or is of another host. */
export function readVisitorSession(seal: VisitorSeal, scope: VisitorScope, text: string): string | undefined {
  const [, sessionId, proof = ""] = /^(vss_[0-9a-z]{30})\.([\w-]{22})$/.exec(text) ?? [];
  if (sessionId === undefined) return undefined;
  return seal.isSigned(textOf(scope, sessionId), proof) ? sessionId : undefined;
}
