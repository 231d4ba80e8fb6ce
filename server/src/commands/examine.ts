import { accessSync, constants, statSync } from "node:fs";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { request } from "undici";
import { openBlobs } from "#platform/blobs/open-blobs.ts";
import { type Config, loadConfig } from "#platform/config/config.ts";
import { ConfigError } from "#platform/config/config-error.ts";
import type { Env } from "#platform/config/env.ts";
import { pendingMigrations } from "#platform/database/migrate.ts";
import { isPostgres, openDatabase } from "#platform/database/open-database.ts";
import { sharesDomain } from "#platform/shares-domain.ts";

/** One thing that was looked at, in words for whoever runs the server. */
export type Finding = {
  readonly name: string;
  readonly status: "ok" | "warning" | "failed";
  readonly message: string;
};
type Seen = Omit<Finding, "name">;

const REACH_MS = 5_000;
/** The first that has Temporal, by which days and time windows are reckoned. */
const NODE_MIN = 26;
const FREE_MIN = { warning: 2 * 1024 ** 3, failed: 200 * 1024 ** 2 } as const;
const GIB = 1024 ** 3;

/** Looks at everything the program leans on, each by itself, so that one failure hides no other. */
export async function examine(env: Env): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const look = async (name: string, see: () => Promise<Seen> | Seen) => {
    findings.push({ name, ...(await Promise.resolve().then(see).catch(failure)) });
  };
  await look("node", seeNode);
  let config: Config;
  try {
    config = loadConfig(env);
  } catch (thrown) {
    return [...findings, { name: "configuration", ...failure(thrown) }];
  }
  findings.push({ name: "configuration", status: "ok", message: "every variable makes sense" });
  await look("data folder", () => seeFolder(config.dataDir));
  await look("disk", () => seeDisk(config.dataDir));
  await look("secrets", () => seeSecrets(config.dataDir));
  await look("database", () => seeDatabase(config));
  await look("warehouse", () => seeWarehouse(config));
  await look("bytes", () => seeBytes(config));
  await look("mail", () => seeMail(config));
  await look("domains", () => seeDomains(config));
  return findings;
}

const ok = (message: string): Seen => ({ status: "ok", message });
const warning = (message: string): Seen => ({ status: "warning", message });
const failed = (message: string): Seen => ({ status: "failed", message });

/** No stack and no address with a password in it: what is printed here ends in tickets. */
function failure(thrown: unknown): Seen {
  if (thrown instanceof ConfigError) return failed(thrown.message);
  const code = thrown instanceof Error && "code" in thrown ? ` (${String(thrown.code)})` : "";
  return failed(`it does not answer, or not as it should${code}`);
}

function seeNode(): Seen {
  const major = Number(process.versions.node.split(".")[0]);
  return major >= NODE_MIN
    ? ok(`Node ${process.versions.node}`)
    : failed(`Node ${process.versions.node} is too old; ${NODE_MIN} or newer is needed`);
}

function seeFolder(dataDir: string): Seen {
  const isThere = statSync(dataDir, { throwIfNoEntry: false }) !== undefined;
  const asked = isThere ? dataDir : dirname(dataDir);
  try {
    accessSync(asked, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return failed(`${asked} cannot be written by this user; give access or set DATA_DIR`);
  }
  return isThere ? ok(dataDir) : warning(`${dataDir} is not there yet; a start makes it`);
}

async function seeDisk(dataDir: string): Promise<Seen> {
  const isThere = statSync(dataDir, { throwIfNoEntry: false }) !== undefined;
  const { bavail, bsize } = await statfs(isThere ? dataDir : dirname(dataDir));
  const free = bavail * bsize;
  const message = `${(free / GIB).toFixed(1)} GiB free where DATA_DIR lies`;
  if (free < FREE_MIN.failed) return failed(`${message}; visits will soon find no room`);
  return free < FREE_MIN.warning ? warning(`${message}; that is little`) : ok(message);
}

function seeSecrets(dataDir: string): Seen {
  const seen = statSync(join(dataDir, "secrets"), { throwIfNoEntry: false });
  if (seen === undefined)
    return ok("none in DATA_DIR yet; a start makes those that the environment does not give");
  return (seen.mode & 0o077) === 0
    ? ok("readable by their owner alone")
    : warning("others on this machine may read DATA_DIR/secrets; take their access away");
}

async function seeDatabase({ database, dataDir }: Config): Promise<Seen> {
  const isSqlite = !isPostgres(database);
  const isNew = isSqlite && statSync(database, { throwIfNoEntry: false }) === undefined;
  if (isNew) return warning(`SQLite, not there yet in ${dataDir}; a start makes it`);
  await using db = openDatabase(database);
  const pending = await pendingMigrations(db);
  const engine = isSqlite ? "SQLite" : "PostgreSQL";
  return pending.length === 0
    ? ok(`${engine}, up to date`)
    : warning(`${engine}; ${pending.length} migrations will run at the next start`);
}

async function seeWarehouse({ clickhouseUrl }: Config): Promise<Seen> {
  if (clickhouseUrl === undefined) return ok("embedded; it runs with the server");
  const { statusCode, body } = await request(new URL("/ping", clickhouseUrl), {
    headersTimeout: REACH_MS,
    bodyTimeout: REACH_MS,
  });
  await body.dump();
  return statusCode === 200 ? ok("ClickHouse answers") : failed(`ClickHouse answers ${statusCode}`);
}

/** Asks for a blob that cannot be there: whoever may not ask is told so. */
async function seeBytes({ blobs }: Config): Promise<Seen> {
  if (blobs.kind === "disk") return ok("files and sites are kept in DATA_DIR");
  const folder = await mkdtemp(join(tmpdir(), "switchyard-doctor-"));
  try {
    await (await openBlobs(blobs, folder)).head("0".repeat(64));
  } finally {
    await rm(folder, { recursive: true });
  }
  return ok("the S3 bucket answers");
}

async function seeMail({ mail }: Config): Promise<Seen> {
  if (mail.kind === "file") return warning("SMTP_URL is not set, so mail goes to a folder in DATA_DIR");
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    url: mail.url,
    connectionTimeout: REACH_MS,
    greetingTimeout: REACH_MS,
  });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
  return ok("the SMTP server lets us in");
}

function seeDomains({ addresses }: Config): Seen {
  if (!sharesDomain(addresses))
    return ok(`${addresses.publicDomain}, handles under ${addresses.sitesDomain}`);
  return warning(
    `handles live under ${addresses.publicDomain} as the API does; set SITES_DOMAIN to another domain`,
  );
}
