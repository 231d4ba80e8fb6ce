import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import type { Addresses } from "#platform/addresses.ts";
import type { SignupPolicy } from "#platform/deps.ts";
import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";

export type Config = {
  readonly port: number;
  /** Absent: every address of the machine. */
  readonly host: string | undefined;
  readonly dataDir: string;
  readonly addresses: Addresses;
  /** A SQLite file, or a PostgreSQL URL. */
  readonly database: string;
  readonly clickhouseUrl: string | undefined;
  readonly signup: SignupPolicy;
  readonly trustedProxies: readonly string[];
  readonly clickDurability: "os" | "fsync";
  readonly deniedDestinations: readonly string[];
  readonly hasRateLimits: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly metricsToken: string | undefined;
  readonly mail: { readonly from: string } & (
    | { readonly kind: "smtp"; readonly url: string }
    | { readonly kind: "file"; readonly folder: string }
  );
  readonly geoipDb: string | undefined;
  readonly oidc: { readonly issuer: string; readonly audience: string } | undefined;
};

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** The whole configuration, checked and with every default in place; throws `ConfigError` for the first wrong value. */
export function loadConfig(env: Env): Config {
  const port = parsePort(env.PORT ?? "8080");
  const dataDir = resolve(env.DATA_DIR ?? "./data");
  const addresses = parseAddresses(env, port);
  return Object.freeze({
    port,
    host: env.HOST,
    dataDir,
    addresses,
    database: parseUrl(env, "DATABASE_URL", ["postgres:", "postgresql:"]) ?? join(dataDir, "switchyard.sqlite"),
    clickhouseUrl: parseUrl(env, "CLICKHOUSE_URL", ["http:", "https:"]),
    signup: oneOf(env, "SIGNUP", ["open", "invite", "first-user-only"], "open"),
    trustedProxies: parseList(env, "TRUSTED_PROXIES", isRange, "an address or a range such as 10.0.0.0/8"),
    clickDurability: oneOf(env, "CLICK_DURABILITY", ["os", "fsync"], "os"),
    deniedDestinations: parseList(env, "DESTINATION_DENY", isHostName, "a host name"),
    hasRateLimits: oneOf(env, "RATE_LIMITS", ["on", "off"], "on") === "on",
    logLevel: oneOf(env, "LOG_LEVEL", LOG_LEVELS, "info"),
    metricsToken: env.METRICS_TOKEN,
    mail: parseMail(env, dataDir, addresses),
    geoipDb: parseGeoip(env),
    oidc: parseOidc(env),
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ConfigError("PORT", `is "${text}", and must be a number from 0 to 65535`);
}

function parseAddresses(env: Env, port: number): Addresses {
  const publicDomain = parseDomain(env, "PUBLIC_DOMAIN") ?? `localhost:${port}`;
  const isLocal = /(?:^|\.)localhost(?::\d+)?$/.test(publicDomain);
  return {
    scheme: oneOf(env, "PUBLIC_SCHEME", ["http", "https"], isLocal ? "http" : "https"),
    publicDomain,
    sitesDomain: parseDomain(env, "SITES_DOMAIN") ?? publicDomain,
  };
}

function parseDomain(env: Env, name: VariableName): string | undefined {
  const text = env[name]?.toLowerCase();
  if (text === undefined) return undefined;
  const [host = "", port, ...rest] = text.split(":");
  const isPort = port === undefined || /^\d{1,5}$/.test(port);
  if (isHostName(host) && isPort && rest.length === 0) return text;
  throw new ConfigError(name, `is "${text}", and must be a host name such as example.com or localhost:8080`);
}

const isHostName = (text: string) =>
  text.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);

/** The URL is never repeated: it may hold a password. */
function parseUrl(env: Env, name: VariableName, protocols: readonly string[]): string | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  throw new ConfigError(name, `is not a URL that begins with ${protocols.map((one) => `${one}//`).join(" or ")}`);
}

function oneOf<const T extends string>(env: Env, name: VariableName, allowed: readonly T[], otherwise: T): T {
  const text = env[name];
  if (text === undefined) return otherwise;
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new ConfigError(name, `is "${text}", and must be one of ${allowed.join(", ")}`);
}

function parseList(env: Env, name: VariableName, isGood: (text: string) => boolean, what: string): string[] {
  const items = (env[name] ?? "").split(",").flatMap((item) => (item.trim() === "" ? [] : [item.trim()]));
  const wrong = items.find((item) => !isGood(item));
  if (wrong === undefined) return items;
  throw new ConfigError(name, `has "${wrong}", which is not ${what}`);
}

function isRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

function parseMail(env: Env, dataDir: string, { publicDomain }: Addresses): Config["mail"] {
  const from = env.MAIL_FROM ?? `Switchyard <no-reply@${publicDomain.replace(/:\d+$/, "")}>`;
  const url = parseUrl(env, "SMTP_URL", ["smtp:", "smtps:"]);
  return url === undefined
    ? { kind: "file", from, folder: join(dataDir, "mailbox") }
    : { kind: "smtp", from, url };
}

function parseGeoip({ GEOIP_DB: path }: Env): string | undefined {
  if (path === undefined || existsSync(path)) return path;
  throw new ConfigError("GEOIP_DB", `is "${path}", and there is no such file`);
}

function parseOidc(env: Env): Config["oidc"] {
  const issuer = parseUrl(env, "OIDC_ISSUER", ["https:", "http:"]);
  const audience = env.OIDC_AUDIENCE;
  if (issuer === undefined && audience === undefined) return undefined;
  if (issuer === undefined) throw new ConfigError("OIDC_ISSUER", "is missing, while OIDC_AUDIENCE is set");
  if (audience === undefined) throw new ConfigError("OIDC_AUDIENCE", "is missing, while OIDC_ISSUER is set");
  const { protocol, hostname } = new URL(issuer);
  const isLocal = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  if (protocol === "https:" || isLocal) return { issuer, audience };
  throw new ConfigError("OIDC_ISSUER", "must begin with https://");
}
