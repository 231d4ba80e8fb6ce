import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";
import { parseUrl } from "./parse-url.ts";

export type OidcConfig = { readonly issuer: string; readonly audience: string };

/** An outside identity provider, with both of its settings or none; its keys travel only over TLS or on one machine. */
export function parseOidc(env: Env): OidcConfig | undefined {
  const issuer = parseUrl(env, "OIDC_ISSUER", ["https:", "http:"]);
  const audience = env.OIDC_AUDIENCE;
  if (issuer === undefined && audience === undefined) return undefined;
  if (issuer === undefined) throw new ConfigError("OIDC_ISSUER", "is missing, while OIDC_AUDIENCE is set");
  if (audience === undefined) throw new ConfigError("OIDC_AUDIENCE", "is missing, while OIDC_ISSUER is set");
  const { protocol, hostname } = new URL(issuer);
  if (protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname))
    return { issuer, audience };
  throw new ConfigError("OIDC_ISSUER", "must begin with https:// unless it is on localhost");
}
