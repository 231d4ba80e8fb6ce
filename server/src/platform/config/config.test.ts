import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "./config.ts";
import { type Env, inheritedEnv, readEnv } from "./env.ts";

test("with nothing set there is a whole configuration that needs nothing else", () => {
  expect(loadConfig({})).toMatchObject({
    port: 8080,
    host: "127.0.0.1",
    addresses: { scheme: "http", publicDomain: "localhost:8080", sitesDomain: "localhost:8080" },
    database: join(process.cwd(), "data/switchyard.sqlite"),
    clickhouseUrl: undefined,
    signup: "open",
    clickDurability: "os",
    hasRateLimits: true,
    retentionDays: 0,
    blobs: { kind: "disk" },
    mail: { kind: "file", from: "Switchyard <no-reply@localhost>" },
  });
});

/** Plans, and somebody who takes the money. */
const SOLD: Env = { PLANS: "on", STRIPE_SECRET_KEY: "sk_x", STRIPE_WEBHOOK_SECRET: "whsec_x" };

test("plans are there where they are turned on alone, each with its writes and prices", () => {
  expect(loadConfig({ PLAN_FREE_WRITES: "5" }).plans).toBeUndefined();
  expect(loadConfig({ PLANS: "on" }).plans).toEqual({
    FREE: { writesPerDay: 200, prices: [] },
    PRO: { writesPerDay: 10_000, prices: [] },
    ENTERPRISE: { writesPerDay: null, prices: [] },
  });
  const set: Env = { PLAN_FREE_WRITES: "0", PLAN_PRO_WRITES: "unlimited", PLAN_ENTERPRISE_WRITES: "7" };
  expect(loadConfig({ ...SOLD, ...set, STRIPE_PRICES_PRO: "price_1, price_2" }).plans).toEqual({
    FREE: { writesPerDay: 0, prices: [] },
    PRO: { writesPerDay: null, prices: ["price_1", "price_2"] },
    ENTERPRISE: { writesPerDay: 7, prices: [] },
  });
});

test("a real domain is served over https unless something else is said", () => {
  expect(loadConfig({ PUBLIC_DOMAIN: "Example.com" }).addresses).toEqual({
    scheme: "https",
    publicDomain: "example.com",
    sitesDomain: "example.com",
  });
  expect(loadConfig({ PUBLIC_DOMAIN: "example.com", PUBLIC_SCHEME: "http" }).addresses.scheme).toBe("http");
});

test("while it is known as localhost it answers this machine alone, with a real domain every one", () => {
  expect(loadConfig({ PORT: "80" })).toMatchObject({
    host: "127.0.0.1",
    addresses: { publicDomain: "localhost" },
  });
  expect(loadConfig({ PUBLIC_DOMAIN: "dev.localhost:9000" }).host).toBe("127.0.0.1");
  expect(loadConfig({ PUBLIC_DOMAIN: "example.com" }).host).toBe(undefined);
  expect(loadConfig({ HOST: "::" }).host).toBe("::");
});

test("nothing can change a configuration, and every part of a given one arrives", () => {
  const config = loadConfig({
    DATABASE_URL: "postgresql://u:p@db/x",
    SMTP_URL: "smtps://u:p@mail.example.com",
    MAIL_FROM: "Acme <links@example.com>",
    TRUSTED_PROXIES: "10.0.0.0/8, ::1,",
    OUTBOUND_ALLOW: "10.1.0.0/16,fd00::/8",
    OUTBOUND_PORTS: "443, 3000",
    EGRESS_PROXY: "http://proxy.internal:3128",
    DESTINATION_DENY: "Evil.Example., *.münchen.example, ::1",
    DESTINATION_DENY_FILE: "denied.txt",
    BOT_LIST_FILE: "bots.txt",
    DATACENTER_FILE: "/ranges.txt",
    OIDC_ISSUER: "http://localhost:9000",
    OIDC_AUDIENCE: "switchyard",
    BLOBS: "s3",
    S3_BUCKET: "switchyard",
    S3_ENDPOINT: "http://minio:9000",
    S3_PREFIX: "blobs/",
    S3_ACCESS_KEY_ID: "me",
    S3_SECRET_ACCESS_KEY: "secret",
  });
  expect(config).toMatchObject({
    database: "postgresql://u:p@db/x",
    mail: { kind: "smtp", url: "smtps://u:p@mail.example.com", from: "Acme <links@example.com>" },
    trustedProxies: ["10.0.0.0/8", "::1"],
    outboundAllow: ["10.1.0.0/16", "fd00::/8"],
    outboundPorts: [443, 3000],
    egressProxy: "http://proxy.internal:3128",
    deniedDestinations: ["evil.example", "xn--mnchen-3ya.example", "[::1]"],
    denyFile: resolve("denied.txt"),
    botFiles: { agents: resolve("bots.txt"), spam: undefined, datacenters: "/ranges.txt" },
    oidc: { issuer: "http://localhost:9000", audience: "switchyard" },
    blobs: {
      ...{
        kind: "s3",
        endpoint: "http://minio:9000",
        region: "us-east-1",
        bucket: "switchyard",
        prefix: "blobs/",
      },
      ...{ isPathStyle: true, credentials: { accessKeyId: "me", secretAccessKey: "secret" } },
    },
  });
  expect([config, config.addresses, config.trustedProxies, config.mail].every(Object.isFrozen)).toBe(true);
});

test.each<[Env, string]>([
  [{ PORT: "http" }, 'PORT is "http", and must be a number from 0 to 65535.'],
  [{ PORT: "65536" }, "PORT is"],
  [{ HOST: "not a host" }, "HOST is"],
  [{ DATA_DIR: import.meta.filename }, "DATA_DIR is"],
  [{ PUBLIC_DOMAIN: "https://example.com" }, "PUBLIC_DOMAIN is"],
  [{ PUBLIC_DOMAIN: "127.0.0.1:8080" }, "PUBLIC_DOMAIN is"],
  [{ PUBLIC_DOMAIN: "example.com:99999" }, "PUBLIC_DOMAIN is"],
  [{ SITES_DOMAIN: "exa mple.com" }, "SITES_DOMAIN is"],
  [{ PUBLIC_SCHEME: "gopher" }, "PUBLIC_SCHEME is"],
  [{ DATABASE_URL: "mysql://u:hunter2@db/x" }, "DATABASE_URL is not a URL that begins with postgres://"],
  [{ DATABASE_URL: "postgres:hunter2" }, "DATABASE_URL is not a URL"],
  [{ CLICKHOUSE_URL: "hunter2" }, "CLICKHOUSE_URL is not a URL"],
  [{ SIGNUP: "everyone" }, 'SIGNUP is "everyone", and must be one of open, invite, first-user-only.'],
  [{ TRUSTED_PROXIES: "10.0.0.0/8, nginx" }, 'TRUSTED_PROXIES has "nginx", which is not an address'],
  [
    { DNS_SERVERS: "192.0.2.53, [2001:db8::53]:5353, ns.example.com" },
    'DNS_SERVERS has "ns.example.com", which',
  ],
  [{ DNS_SERVERS: "192.0.2.53:0" }, "DNS_SERVERS has"],
  [{ TRUSTED_PROXIES: "10.0.0.0/33" }, "TRUSTED_PROXIES has"],
  [{ OUTBOUND_ALLOW: "intranet" }, 'OUTBOUND_ALLOW has "intranet", which is not an address'],
  [{ OUTBOUND_ALLOW: "10.0.0.0/8,fe80::1%eth0" }, "OUTBOUND_ALLOW has"],
  [{ OUTBOUND_PORTS: "443,https" }, 'OUTBOUND_PORTS has "https", which is not a port.'],
  [{ EGRESS_PROXY: "proxy.internal:3128" }, "EGRESS_PROXY"],
  [{ OUTBOUND_PORTS: "0" }, "OUTBOUND_PORTS has"],
  [{ CLICK_DURABILITY: "maybe" }, "CLICK_DURABILITY is"],
  [{ DESTINATION_DENY: "http://evil.example" }, "DESTINATION_DENY has"],
  [{ DESTINATION_DENY: "evil.example, not a host" }, 'DESTINATION_DENY has "not a host", which is not'],
  [{ CLICKHOUSE_CLUSTER: "main" }, "CLICKHOUSE_CLUSTER is set, and CLICKHOUSE_URL"],
  [{ CLICKHOUSE_URL: "http://localhost:8123", CLICKHOUSE_CLUSTER: "a'b" }, "CLICKHOUSE_CLUSTER is"],
  [{ RETENTION_DAYS: "-1" }, "RETENTION_DAYS is"],
  [{ RETENTION_DAYS: "a month" }, 'RETENTION_DAYS is "a month", and must be a number of days, 0 for ever.'],
  [{ RATE_LIMITS: "some" }, "RATE_LIMITS is"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL is"],
  [{ SMTP_URL: "mail.example.com" }, "SMTP_URL is not a URL"],
  [{ MAIL_FROM: "Acme" }, "MAIL_FROM is"],
  [{ MAIL_FROM: "a@b.example\r\nBcc: c@d.example" }, "MAIL_FROM is"],
  [{ GEOIP_DB: "/etc/passwd" }, "GEOIP_DB is"],
  [{ GEOIP_DB: "/nowhere.mmdb" }, 'GEOIP_DB is "/nowhere.mmdb", and there is no such file.'],
  [{ BLOBS: "tape" }, 'BLOBS is "tape", and must be one of disk, s3.'],
  [{ BLOBS: "s3" }, "S3_BUCKET is not set, and BLOBS is s3."],
  [{ S3_BUCKET: "switchyard" }, "S3_BUCKET is set, and BLOBS is not s3."],
  [{ BLOBS: "s3", S3_BUCKET: "Not a bucket" }, "S3_BUCKET is"],
  [{ BLOBS: "s3", S3_BUCKET: "abc", S3_PREFIX: "../" }, "S3_PREFIX is"],
  [{ BLOBS: "s3", S3_BUCKET: "abc", S3_ENDPOINT: "minio:9000" }, "S3_ENDPOINT is not a URL"],
  [{ BLOBS: "s3", S3_BUCKET: "abc", S3_SECRET_ACCESS_KEY: "hunter2" }, "S3_ACCESS_KEY_ID is not set"],
  [{ OIDC_ISSUER: "https://id.example" }, "OIDC_AUDIENCE is missing"],
  [{ OIDC_AUDIENCE: "x" }, "OIDC_ISSUER is missing"],
  [{ STRIPE_SECRET_KEY: "sk_test_x" }, "STRIPE_WEBHOOK_SECRET is missing"],
  [{ PLANS: "yes" }, 'PLANS is "yes", and must be one of on, off'],
  [{ PLANS: "on", PLAN_FREE_WRITES: "-1" }, 'PLAN_FREE_WRITES is "-1", and must be a number, or unlimited'],
  [{ PLANS: "on", STRIPE_PRICES_PRO: "price_1" }, "STRIPE_SECRET_KEY, which takes the money, is not"],
  [{ ...SOLD, STRIPE_PRICES_PRO: "prod_1" }, 'STRIPE_PRICES_PRO has "prod_1"'],
  [
    { ...SOLD, STRIPE_PRICES_PRO: "price_1", STRIPE_PRICES_ENTERPRISE: "price_1" },
    "which STRIPE_PRICES_PRO has",
  ],
  [{ STRIPE_WEBHOOK_SECRET: "whsec_x" }, "STRIPE_SECRET_KEY is missing"],
  [{ OIDC_ISSUER: "http://id.example", OIDC_AUDIENCE: "x" }, "OIDC_ISSUER must begin with https:// unless"],
])("%j stops the start with one sentence that names it, and repeats no password", (env, sentence) => {
  expect(() => loadConfig(env)).toThrow(sentence);
  expect(() => loadConfig(env)).not.toThrow("hunter2");
});

test("an empty variable is one that is not set, and those of other programs are left alone", () => {
  expect(readEnv({ PORT: " ", HOME: "/root", SIGNUP: " invite " })).toEqual({ SIGNUP: "invite" });
});

test("a name that looks like ours and is not stops the start, and one that a platform sets does not", () => {
  expect(() => readEnv({ SWITCHYARD_SIGNUP: "invite" })).toThrow(
    "SWITCHYARD_SIGNUP is not read; the name is SIGNUP.",
  );
  expect(() => readEnv({ SWITCHYARD_PORT: "9000" })).toThrow("the name is PORT");
  expect(() => readEnv({ SWITCHYARD_SINGUP: "invite" })).toThrow(
    "SWITCHYARD_SINGUP is not read; the names are",
  );
  const kubernetes = {
    SWITCHYARD_SERVICE_HOST: "10.0.0.7",
    SWITCHYARD_SERVICE_PORT_HTTP: "80",
    SWITCHYARD_PORT: "tcp://10.0.0.7:80",
    SWITCHYARD_PORT_80_TCP_ADDR: "10.0.0.7",
  };
  expect(readEnv(kubernetes)).toEqual({});
});

test("a program that we start hears no secret", () => {
  expect(inheritedEnv({ PATH: "/bin", DATABASE_URL: "postgres://u:p@db/x" })).toEqual({ PATH: "/bin" });
});

test("the environment is read in one file", async () => {
  const root = join(import.meta.dirname, "../..");
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing/"),
  );
  const readers = [];
  for (const file of files) {
    if ((await readFile(join(root, file), "utf8")).includes("process.env")) readers.push(file);
  }
  expect(readers).toEqual(["platform/config/env.ts"]);
});
