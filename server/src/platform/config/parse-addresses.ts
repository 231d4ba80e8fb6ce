import type { Addresses } from "#platform/addresses.ts";
import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";
import { isHostName } from "./is-host-name.ts";
import { oneOf } from "./one-of.ts";
import { parsePort } from "./parse-port.ts";

const HTTP_PORT = 80;

/** The addresses that visitors and callers use, which need not be those that the program listens on. */
export function parseAddresses(env: Env, port: number): Addresses {
  const local = port === HTTP_PORT ? "localhost" : `localhost:${port}`;
  const publicDomain = parseDomain(env, "PUBLIC_DOMAIN") ?? local;
  return {
    scheme: oneOf(env, "PUBLIC_SCHEME", ["http", "https"], isLocal(publicDomain) ? "http" : "https"),
    publicDomain,
    sitesDomain: parseDomain(env, "SITES_DOMAIN") ?? publicDomain,
  };
}

/** Browsers send whatever is under localhost to their own machine. */
export const isLocal = (domain: string): boolean => /(?:^|\.)localhost(?::\d+)?$/.test(domain);

function parseDomain(env: Env, name: VariableName): string | undefined {
  const text = env[name]?.toLowerCase();
  if (text === undefined) return undefined;
  const [host = "", port, ...rest] = text.split(":");
  const isPort = port === undefined || parsePort(port) !== undefined;
  if (isHostName(host) && isPort && rest.length === 0) return text;
  throw new ConfigError(name, `is "${text}", and must be a host name such as example.com or localhost:8080`);
}
