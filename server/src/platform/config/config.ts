import { statSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { isAddressRange } from "#kernel/address-range.ts";
import type { Plan } from "#kernel/plan.ts";
import type { Addresses } from "#platform/addresses.ts";
import type { BlobSettings } from "#platform/blobs/open-blobs.ts";
import type { SignupPolicy } from "#platform/deps.ts";
import type { TracingSettings } from "#platform/observing/tracing.ts";
import type { StripeConfig } from "#platform/payments/stripe-provider.ts";
import type { PlanTerms } from "#platform/plans/plans.ts";
import { parseListedHost } from "#platform/routing/parse-listed-host.ts";
import type { ClamdAddress } from "#platform/scan/clamd.ts";
import type { BotListFiles } from "#platform/visits/open-bot-lists.ts";
import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";
import { isHostName } from "./is-host-name.ts";
import { oneOf } from "./one-of.ts";
import { isLocal, parseAddresses } from "./parse-addresses.ts";
import { parseBlobs } from "./parse-blobs.ts";
import { parseClamd } from "./parse-clamd.ts";
import { parseDnsServers } from "./parse-dns-servers.ts";
import { parseList } from "./parse-list.ts";
import { type MailSettings, parseMail } from "./parse-mail.ts";
import { type OidcConfig, parseOidc } from "./parse-oidc.ts";
import { parsePlans } from "./parse-plans.ts";
import { parsePort } from "./parse-port.ts";
import { parseStripe } from "./parse-stripe.ts";
import { parseTracing } from "./parse-tracing.ts";
import { parseUrl } from "./parse-url.ts";

export type Config = {
  readonly port: number;
  /** Absent: every address of the machine. */
  readonly host: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly addresses: Addresses;
  /** A SQLite file, or a PostgreSQL URL. */
  readonly database: string;
  readonly clickhouseUrl: string | undefined;
  /** As that server's configuration names it. */
  readonly clickhouseCluster: string | undefined;
  readonly signup: SignupPolicy;
  readonly trustedProxies: readonly string[];
  /** Addresses, with a port where it is not 53; `undefined`: the system's. */
  readonly dnsServers: readonly string[] | undefined;
  readonly clickDurability: "os" | "fsync";
  /** As `parseHost` writes them. */
  readonly deniedDestinations: readonly string[];
  /** Absolute. */
  readonly denyFile: string | undefined;
  /** Absolute. */
  readonly botFiles: BotListFiles;
  /** Beyond the open internet. */
  readonly outboundAllow: readonly string[];
  readonly outboundPorts: readonly number[];
  readonly egressProxy: string | undefined;
  /** How many days every event is kept at most; 0 for ever. */
  readonly retentionDays: number;
  readonly hasRateLimits: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly metricsToken: string | undefined;
  readonly mail: MailSettings;
  readonly geoipDb: string | undefined;
  readonly blobs: BlobSettings;
  /** Absent: nothing is scanned. */
  readonly clamd: ClamdAddress | undefined;
  readonly oidc: OidcConfig | undefined;
  readonly stripe: StripeConfig | undefined;
  /** Absent: nothing is traced. */
  readonly tracing: TracingSettings | undefined;
  /** Absent: everybody may do everything. */
  readonly plans: Readonly<Record<Plan, PlanTerms>> | undefined;
};

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const DEFAULT_PORT = "8080";
const DEFAULT_OUTBOUND_PORTS = "80,443,8080,8443";

/** The whole configuration, checked and with every default in place; throws `ConfigError` for the first wrong value. */
export function loadConfig(env: Env): Config {
  const port = requirePort(env.PORT ?? DEFAULT_PORT);
  const dataDir = parseDataDir(env.DATA_DIR ?? "./data");
  const addresses = parseAddresses(env, port);
  return freeze({
    port,
    host: parseHost(env, addresses),
    dataDir,
    addresses,
    database:
      parseUrl(env, "DATABASE_URL", ["postgres:", "postgresql:"]) ?? join(dataDir, "switchyard.sqlite"),
    clickhouseUrl: parseUrl(env, "CLICKHOUSE_URL", ["http:", "https:"]),
    clickhouseCluster: parseCluster(env),
    signup: oneOf(env, "SIGNUP", ["open", "invite", "first-user-only"], "open"),
    trustedProxies: parseList(
      env,
      "TRUSTED_PROXIES",
      isAddressRange,
      "an address or a range such as 10.0.0.0/8",
    ),
    dnsServers: parseDnsServers(env),
    clickDurability: oneOf(env, "CLICK_DURABILITY", ["os", "fsync"], "os"),
    deniedDestinations: parseDenied(env),
    denyFile: env.DESTINATION_DENY_FILE && resolve(env.DESTINATION_DENY_FILE),
    botFiles: {
      agents: env.BOT_LIST_FILE && resolve(env.BOT_LIST_FILE),
      spam: env.SPAM_REFERRER_FILE && resolve(env.SPAM_REFERRER_FILE),
      datacenters: env.DATACENTER_FILE && resolve(env.DATACENTER_FILE),
    },
    outboundAllow: parseList(
      env,
      "OUTBOUND_ALLOW",
      isAddressRange,
      "an address or a range such as 10.0.0.0/8",
    ),
    outboundPorts: parseOutboundPorts(env),
    egressProxy: parseUrl(env, "EGRESS_PROXY", ["http:", "https:"]),
    retentionDays: parseDays(env),
    hasRateLimits: oneOf(env, "RATE_LIMITS", ["on", "off"], "on") === "on",
    logLevel: oneOf(env, "LOG_LEVEL", LOG_LEVELS, "info"),
    metricsToken: env.METRICS_TOKEN,
    mail: parseMail(env, dataDir, addresses),
    geoipDb: parseGeoip(env),
    blobs: parseBlobs(env),
    clamd: parseClamd(env),
    oidc: parseOidc(env),
    stripe: parseStripe(env),
    tracing: parseTracing(env),
    plans: parsePlans(env),
  });
}

function freeze<T extends object>(config: T): Readonly<T> {
  for (const part of Object.values(config)) if (typeof part === "object" && part !== null) freeze(part);
  return Object.freeze(config);
}

function requirePort(text: string): number {
  const port = parsePort(text);
  if (port !== undefined) return port;
  throw new ConfigError("PORT", `is "${text}", and must be a number from 0 to 65535`);
}

function parseDataDir(text: string): string {
  const dataDir = resolve(text);
  if (statSync(dataDir, { throwIfNoEntry: false })?.isDirectory() !== false) return dataDir;
  throw new ConfigError("DATA_DIR", `is "${dataDir}", and that is not a folder`);
}

/** Sign-up is open and there is no TLS until a real domain is named, so until then only this machine is answered. */
function parseHost({ HOST: host }: Env, { publicDomain }: Addresses): string | undefined {
  if (host === undefined) return isLocal(publicDomain) ? "127.0.0.1" : undefined;
  if (isHost(host)) return host;
  throw new ConfigError(
    "HOST",
    `is "${host}", and must be one of the machine's addresses, or :: for all of them`,
  );
}

const isHost = (text: string) => isIP(text) !== 0 || isHostName(text);

function parseDenied(env: Env): readonly string[] {
  const isDeniable = (entry: string) => parseListedHost(entry) !== undefined;
  const entries = parseList(env, "DESTINATION_DENY", isDeniable, "a host name or an address");
  return entries.flatMap((entry) => parseListedHost(entry) ?? []);
}

function parseOutboundPorts({ OUTBOUND_PORTS: ports = DEFAULT_OUTBOUND_PORTS }: Env): readonly number[] {
  return parseList({ OUTBOUND_PORTS: ports }, "OUTBOUND_PORTS", isPort, "a port").map(Number);
}

const isPort = (text: string) => (parsePort(text) ?? 0) > 0;

function parseDays({ RETENTION_DAYS: days = "0" }: Env): number {
  if (/^\d{1,5}$/.test(days)) return Number(days);
  throw new ConfigError("RETENTION_DAYS", `is "${days}", and must be a number of days, 0 for ever`);
}

/** It becomes part of statements, so it may have no more in it than names of clusters have. */
function parseCluster({ CLICKHOUSE_URL: url, CLICKHOUSE_CLUSTER: name }: Env): string | undefined {
  if (name === undefined) return undefined;
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name))
    throw new ConfigError("CLICKHOUSE_CLUSTER", `is "${name}", and must be the name of a cluster`);
  if (url !== undefined) return name;
  throw new ConfigError(
    "CLICKHOUSE_CLUSTER",
    "is set, and CLICKHOUSE_URL, which names one of its servers, is not",
  );
}

function parseGeoip({ GEOIP_DB: path }: Env): string | undefined {
  if (path === undefined) return undefined;
  if (!path.endsWith(".mmdb")) throw new ConfigError("GEOIP_DB", `is "${path}", and must be an .mmdb file`);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  throw new ConfigError("GEOIP_DB", `is "${path}", and there is no such file`);
}
