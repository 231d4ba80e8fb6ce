import type { ControlDeps } from "#platform/deps.ts";
import { signSession } from "#platform/http/session.ts";

/** One sign-in. Its life is bounded from the start; refreshing moves no end. */
export type Session = { readonly sessionId: string; readonly userId: string; readonly expiresAt: Date };

export const SESSION_MS = 30 * 86_400_000;
const ACCESS_MS = 600_000;

/** What a client acts with, and what it gets the next such pair for. */
export type SessionPair = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
  /** Until when the refresh token can be traded, unless the session ends before. */
  readonly sessionExpiresAt: Date;
};

/** The access token lasts ten minutes, and never longer than its session. */
export async function signPair(
  { clock, sessionKey }: ControlDeps,
  session: Session,
  refreshToken: string,
): Promise<SessionPair> {
  const now = clock.now();
  const lasts = Math.min(ACCESS_MS, session.expiresAt.getTime() - now.getTime());
  const accessToken = await signSession(sessionKey, session, now, new Date(now.getTime() + lasts));
  const { expiresAt: sessionExpiresAt } = session;
  return { accessToken, refreshToken, expiresIn: Math.floor(lasts / 1000), sessionExpiresAt };
}
