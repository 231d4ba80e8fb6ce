import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "./config.ts";
import { type Env, readEnv } from "./env.ts";

test("with nothing set there is a whole configuration that needs nothing else", () => {
  expect(loadConfig({})).toMatchObject({
    port: 8080,
    addresses: { scheme: "http", publicDomain: "localhost:8080", sitesDomain: "localhost:8080" },
    database: join(process.cwd(), "data/switchyard.sqlite"),
    clickhouseUrl: undefined,
    signup: "open",
    clickDurability: "os",
    hasRateLimits: true,
    mail: { kind: "file", from: "Switchyard <no-reply@localhost>" },
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

test.each<[Env, string]>([
  [{ PORT: "http" }, 'PORT is "http", and must be a number from 0 to 65535.'],
  [{ PORT: "65536" }, "PORT is"],
  [{ PUBLIC_DOMAIN: "https://example.com" }, "PUBLIC_DOMAIN is"],
  [{ SITES_DOMAIN: "exa mple.com" }, "SITES_DOMAIN is"],
  [{ PUBLIC_SCHEME: "gopher" }, "PUBLIC_SCHEME is"],
  [{ DATABASE_URL: "mysql://u:hunter2@db/x" }, "DATABASE_URL is not a URL that begins with postgres://"],
  [{ CLICKHOUSE_URL: "hunter2" }, "CLICKHOUSE_URL is not a URL"],
  [{ SIGNUP: "everyone" }, 'SIGNUP is "everyone", and must be one of open, invite, first-user-only.'],
  [{ TRUSTED_PROXIES: "10.0.0.0/8, nginx" }, 'TRUSTED_PROXIES has "nginx", which is not an address'],
  [{ TRUSTED_PROXIES: "10.0.0.0/33" }, "TRUSTED_PROXIES has"],
  [{ CLICK_DURABILITY: "maybe" }, "CLICK_DURABILITY is"],
  [{ DESTINATION_DENY: "http://evil.example" }, "DESTINATION_DENY has"],
  [{ RATE_LIMITS: "some" }, "RATE_LIMITS is"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL is"],
  [{ SMTP_URL: "mail.example.com" }, "SMTP_URL is not a URL"],
  [{ GEOIP_DB: "/nowhere.mmdb" }, 'GEOIP_DB is "/nowhere.mmdb", and there is no such file.'],
  [{ OIDC_ISSUER: "https://id.example" }, "OIDC_AUDIENCE is missing"],
  [{ OIDC_AUDIENCE: "x" }, "OIDC_ISSUER is missing"],
  [{ OIDC_ISSUER: "http://id.example", OIDC_AUDIENCE: "x" }, "OIDC_ISSUER must begin with https://."],
])("%j stops the start with one sentence that names it, and repeats no password", (env, sentence) => {
  expect(() => loadConfig(env)).toThrow(sentence);
  expect(() => loadConfig(env)).not.toThrow("hunter2");
});

test("an empty variable is one that is not set, and unknown ones are left alone", () => {
  expect(readEnv({ PORT: " ", HOME: "/root", SIGNUP: " invite " })).toEqual({ SIGNUP: "invite" });
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
