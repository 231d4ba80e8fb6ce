import { z } from "@hono/zod-openapi";
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { AppError, invalidToken } from "#kernel/errors.ts";

const TIMEOUT_MS = 5_000;
/** How far the provider's clock may be from ours. */
const CLOCK_TOLERANCE_SECONDS = 5;

export type OidcConfig = { readonly issuer: string; readonly audience: string };

/** Whom an outside provider vouches for, and which of their sign-ins there it was. */
export type OutsideIdentity = { readonly email: string; readonly issuer: string; readonly sid: string };

export type OidcVerifier = {
  /** Whether a token says it is from this provider, which proves nothing yet. */
  readonly isFrom: (jwt: string) => boolean;
  /** Throws for everything that the provider did not sign, for us, about an address that it has verified. */
  readonly verify: (jwt: string, now: Date) => Promise<OutsideIdentity>;
};

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** Accepts the tokens of one provider; asks for its keys when the first one comes, and again when they change. */
export function createOidcVerifier({ issuer, audience }: OidcConfig): OidcVerifier {
  let keys: Promise<KeySet> | undefined;
  const keySet = () => {
    keys ??= discoverKeys(issuer).catch((cause) => {
      setTimeout(() => (keys = undefined), TIMEOUT_MS).unref(); // Not again for each request while it is down.
      throw cause;
    });
    return keys;
  };
  return {
    isFrom: (jwt) => issuerOf(jwt) === issuer,
    verify: async (jwt, now) => {
      try {
        const { payload } = await jwtVerify(jwt, await keySet(), {
          issuer,
          audience,
          algorithms: ["RS256", "ES256", "EdDSA"],
          requiredClaims: ["sub", "exp", "email"],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: now,
        });
        return toIdentity(issuer, payload);
      } catch (thrown) {
        throw toRefusal(thrown);
      }
    },
  };
}

function issuerOf(jwt: string): string | undefined {
  try {
    return decodeJwt(jwt).iss;
  } catch {
    return undefined;
  }
}

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

async function discoverKeys(issuer: string): Promise<KeySet> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  const found = Discovery.parse(await response.json());
  if (found.issuer !== issuer) throw new Error(`${url} speaks for ${found.issuer}.`);
  return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: TIMEOUT_MS });
}

/** Without the name of a sign-in, the moment it happened is one. */
function toIdentity(
  issuer: string,
  { email, sub, sid, auth_time, iat, ...rest }: JWTPayload,
): OutsideIdentity {
  if (typeof email !== "string" || rest["email_verified"] !== true) throw invalidToken();
  const signIn = typeof sid === "string" ? sid : `${sub} at ${auth_time ?? iat}`;
  return { email: email.trim().toLowerCase(), issuer, sid: signIn };
}

/** That the provider cannot be asked is not the token's fault: a client must not throw it away. */
function toRefusal(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof errors.JWTExpired) {
    return new AppError("token_expired", "The session has expired.", { cause: thrown });
  }
  const isUnanswered =
    !(thrown instanceof errors.JOSEError) ||
    thrown instanceof errors.JWKSTimeout ||
    thrown instanceof errors.JWKSInvalid ||
    thrown.code === "ERR_JOSE_GENERIC";
  return isUnanswered
    ? new AppError("unavailable", "The identity provider does not answer.", {
        cause: thrown,
        retryAfterSeconds: 5,
      })
    : new AppError("invalid_token", "The session is not valid.", { cause: thrown });
}
