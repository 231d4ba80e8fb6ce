import { AppError } from "#kernel/errors.ts";
import { type Addresses, dashboardOrigin } from "#platform/addresses.ts";
import type { Caller } from "#platform/http/bind.ts";
import { cookieOf } from "#platform/http/cookies.ts";

type Asked = Pick<Caller, "origin" | "host" | "cookie">;

/**
 * Over https the name begins with `__Host-`: no other host, not even one below the same domain, can set or read it. Over plain
 * http, which is one's own machine, it has no `Secure` either, because not every browser keeps such a cookie there.
 */
const nameOver = (scheme: string) => (scheme === "https" ? "__Host-sy_refresh" : "sy_refresh");

const cookie = ({ scheme }: Addresses, value: string, maxAgeSeconds: number) =>
  `${nameOver(scheme)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict` +
  (scheme === "https" ? "; Secure" : "");

/** A `Set-Cookie` that keeps a refresh token as long as its session can last. */
export function keepingCookie(addresses: Addresses, refreshToken: string, until: Date, now: Date): string {
  return cookie(addresses, refreshToken, Math.max(0, Math.floor((until.getTime() - now.getTime()) / 1000)));
}

/** A `Set-Cookie` that takes the refresh token away. */
export const clearingCookie = (addresses: Addresses): string => cookie(addresses, "", 0);

/** The refresh token in the caller's cookie; empty where there is none. */
export const refreshTokenOf = ({ scheme }: Addresses, { cookie: header }: Asked): string =>
  cookieOf(header, nameOver(scheme));

/**
 * Refuses with 403 `origin_not_allowed` whoever is no page of the host that was asked: a browser says with every POST
 * whose page it comes from, and a page of another host must neither use the cookie nor plant one.
 */
export function requireOwnPage(addresses: Addresses, { origin, host }: Asked): void {
  const isOwn =
    origin !== undefined && (origin === dashboardOrigin(addresses) || hostOf(origin) === host?.toLowerCase());
  if (!isOwn)
    throw new AppError("origin_not_allowed", "Only a page of this very host may keep a session in a cookie.");
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
