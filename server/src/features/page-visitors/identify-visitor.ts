import {
  readVisitorSession,
  signVisitorSession,
  VISITOR_SESSION_COOKIE,
  VISITOR_SESSION_SECONDS,
  type VisitorScope,
} from "#platform/context/visitor-session.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { cookieOf, cookiesOver } from "#platform/http/cookies.ts";
import { findVisitor } from "./store.ts";
import type { PageVisitor } from "./visitor.ts";

type Deps = Pick<ControlDeps, "db" | "clock" | "visitorSeal" | "addresses">;

/** Whoever a request's cookies name on this host; `null` for nobody, one signed out, and one whose time is over. */
export async function identifyVisitor(
  { db, clock, visitorSeal, addresses }: Deps,
  scope: VisitorScope,
  cookies: string | undefined,
): Promise<PageVisitor | null> {
  const text = cookieOf(cookies, cookiesOver(addresses.scheme).name(VISITOR_SESSION_COOKIE));
  const sessionId = text === "" ? undefined : readVisitorSession(visitorSeal, scope, text);
  if (sessionId === undefined) return null;
  return (await findVisitor(db.read, sessionId, clock.now())) ?? null;
}

/** What the browser is to keep. */
export function visitorCookie({ visitorSeal, addresses }: Deps, { scope, sessionId }: PageVisitor): string {
  const { name, attributes } = cookiesOver(addresses.scheme);
  const value = signVisitorSession(visitorSeal, scope, sessionId);
  return `${name(VISITOR_SESSION_COOKIE)}=${value}; Max-Age=${VISITOR_SESSION_SECONDS}; ${attributes}`;
}

/** What makes the browser forget. */
export function noVisitorCookie({ addresses }: Deps): string {
  const { name, attributes } = cookiesOver(addresses.scheme);
  return `${name(VISITOR_SESSION_COOKIE)}=; Max-Age=0; ${attributes}`;
}
