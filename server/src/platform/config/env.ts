import { ConfigError } from "./config-error.ts";

/** Every name that is read from the environment, and what it is for. Nothing else in the program looks there. */
export const VARIABLES = {
  PORT: "where to listen; 8080",
  HOST: "the address to listen on; 127.0.0.1 while PUBLIC_DOMAIN is under localhost, else all of the machine's",
  DATA_DIR: "where everything is kept; ./data",
  PUBLIC_DOMAIN: "the operator's domain, with a port if it has one; localhost:PORT",
  SITES_DOMAIN: "the domain under which handles have their hosts; PUBLIC_DOMAIN",
  PUBLIC_SCHEME: "http or https, as visitors see it; http for localhost, else https",
  DATABASE_URL: "postgres://… ; SQLite in DATA_DIR when absent",
  CLICKHOUSE_URL: "http://… ; a warehouse of its own when absent",
  CLICKHOUSE_CLUSTER: "the cluster on which that server creates its tables; that server alone when absent",
  SIGNUP: "open, invite or first-user-only; open",
  TRUSTED_PROXIES: "addresses and ranges whose X-Forwarded-For is believed; none",
  DNS_SERVERS: "the addresses of name servers to ask, 192.0.2.53 or with a port; the system's when absent",
  CLICK_DURABILITY: "os or fsync; os",
  DESTINATION_DENY: "hosts that no link may lead to; none",
  DESTINATION_DENY_FILE: "a file of such hosts, one a line, read again when it changes; none",
  BOT_LIST_FILE:
    "a file of parts of user agents that are no person's, one a line, read again when it changes; none",
  SPAM_REFERRER_FILE: "a file of hosts that only advertise themselves as referrers, likewise; none",
  DATACENTER_FILE: "a file of address ranges where no person sits, likewise; none",
  OUTBOUND_ALLOW: "private ranges that links, webhooks and functions may call all the same; none",
  OUTBOUND_PORTS: "the ports they may call; 80,443,8080,8443",
  EGRESS_PROXY: "http://user:password@host:port through which all of them go; none",
  RETENTION_DAYS: "how many days every event is kept at most; 0, for ever",
  RATE_LIMITS: "on or off; on",
  LOG_LEVEL: "fatal, error, warn, info, debug, trace or silent; info",
  METRICS_TOKEN: "who may read /metrics from elsewhere; nobody when absent",
  OTEL_EXPORTER_OTLP_ENDPOINT:
    "http://… of an OpenTelemetry collector (OTLP over HTTP) that takes traces; nothing is traced when absent",
  OTEL_EXPORTER_OTLP_HEADERS: "name=value, several with commas between: what it is sent with them; none",
  OTEL_SERVICE_NAME: "what this program is called there; switchyard",
  OTEL_TRACES_SAMPLER_ARG: "which part of the traces that begin here is kept, from 0 to 1; 1",
  SMTP_URL: "smtp://… ; a mailbox folder in DATA_DIR when absent",
  MAIL_FROM: "the sender of mail; Switchyard <no-reply@PUBLIC_DOMAIN>",
  GEOIP_DB: "an .mmdb file of countries; the bundled one when absent",
  BLOBS: "disk or s3: where the bytes of files and sites are kept; disk, in DATA_DIR",
  S3_BUCKET: "the bucket, where BLOBS is s3",
  S3_ENDPOINT: "the URL of a store that speaks S3; Amazon's when absent",
  S3_REGION: "its region; us-east-1",
  S3_PREFIX: "what every key begins with, such as switchyard/ ; nothing",
  S3_PATH_STYLE: "on or off: the bucket in the path rather than in the host; on with an S3_ENDPOINT",
  S3_ACCESS_KEY_ID: "as whom the store is asked; whatever the machine's role gives when absent",
  S3_SECRET_ACCESS_KEY: "the secret of that key",
  BACKUP_S3_ENDPOINT: "the URL of the store that `backup --to s3://…` writes to; Amazon's when absent",
  BACKUP_S3_REGION: "its region; us-east-1",
  BACKUP_S3_ACCESS_KEY_ID: "as whom it is asked; whatever the machine's role gives when absent",
  BACKUP_S3_SECRET_ACCESS_KEY: "the secret of that key",
  CLAMD_SOCKET: "the path of clamd's socket, or host:port: files are scanned when they arrive; none",
  OIDC_ISSUER: "an outside identity provider; needs OIDC_AUDIENCE",
  OIDC_AUDIENCE: "what that provider's tokens are for",
  PLANS: "on or off: whether accounts have plans, with limits and prices; off",
  PLAN_FREE_WRITES: "how much an account on FREE may write in a day, or unlimited; 200",
  PLAN_PRO_WRITES: "the same on PRO; 10000",
  PLAN_ENTERPRISE_WRITES: "the same on ENTERPRISE; unlimited",
  STRIPE_PRICES_PRO:
    "Stripe's ids of what PRO costs, price_…, the first is offered; none: it is given, not sold",
  STRIPE_PRICES_ENTERPRISE: "the same of ENTERPRISE",
  STRIPE_SECRET_KEY: "the key of a Stripe account that sells pages and plans; needs STRIPE_WEBHOOK_SECRET",
  STRIPE_WEBHOOK_SECRET: "what that account signs its webhook with",
  STRIPE_API_BASE: "https://… of Stripe's API; Stripe's own",
  TOKEN_PEPPER: "32 bytes in base64; made once in DATA_DIR when absent",
  CONTEXT_KEY:
    "32 bytes in base64, several with commas between: the first signs; made once in DATA_DIR when absent",
  SEAL_KEY:
    "the same, for the secrets of webhooks and functions: the first seals; made once in DATA_DIR when absent",
  SESSION_KEY: "an Ed25519 private key, PKCS #8 in PEM or base64; made once in DATA_DIR when absent",
} as const;

export type VariableName = keyof typeof VARIABLES;
export type Env = Readonly<Partial<Record<VariableName, string>>>;
type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = Object.keys(VARIABLES) as VariableName[];

/** What the environment says, an empty value being none. A name that only looks like one of ours stops the start. */
export function readEnv(environment: Environment = process.env): Env {
  for (const [name, value = ""] of Object.entries(environment)) {
    if (name.startsWith(PREFIX) && !isServiceLink(name, value)) throw unknownVariable(name);
  }
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = environment[name]?.trim();
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
}

/** What a program that we start needs of the environment. No secret is its business. */
export function inheritedEnv(environment: Environment = process.env): Record<string, string> {
  const names = [
    ...["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD", "SystemRoot", "NODE_COMPILE_CACHE"],
  ];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const PREFIX = "SWITCHYARD_";

/** Kubernetes and Docker tell every container where a service called "switchyard" is, by names such as these. */
const isServiceLink = (name: string, value: string) =>
  /_SERVICE_(?:HOST|PORT)|_(?:TCP|UDP)(?:_|$)/.test(name) || /^(?:tcp|udp):/.test(value);

function unknownVariable(name: string): ConfigError {
  const bare = NAMES.find((known) => known === name.slice(PREFIX.length));
  return new ConfigError(
    name,
    `is not read; ${bare ? `the name is ${bare}` : `the names are ${NAMES.join(", ")}`}`,
  );
}
