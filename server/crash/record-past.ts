import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createDemoClient, type Reply } from "#demo/demo-client.ts";
import { quoted, selectAll, type Value } from "#platform/database/snapshot.ts";
import { sqliteSnapshot } from "#platform/database/sqlite-snapshot.ts";
import { freePort } from "#testing/free-port.ts";
import { PAST_ENV, PAST_HANDLE, type PastAnswers } from "./past-answers.ts";

/**
 * Runs the program of a past version (a checkout of it, with the packages it needs), gives it what its clients could, and keeps
 * what its database and its event log held: `record-past.ts --checkout DIR`. What is there already is never recorded again.
 */
const { values } = parseArgs({ options: { checkout: { type: "string" } } });
if (values.checkout === undefined) throw new Error("Name a checkout of a past version with --checkout.");
const checkout = resolve(values.checkout);
const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const ACCOUNT = { email: "past@example.com", password: "a long enough password" };
const READY_MS_MAX = 30_000;

type Sample = (owner: object, handle: string) => Promise<unknown>;

const port = await freePort();
const dataDir = await mkdtemp(join(tmpdir(), "switchyard-past-"));
const { PATH, HOME } = process.env;
const child = spawn(process.execPath, [join(checkout, "server/src/main.ts"), "start"], {
  env: {
    PATH,
    HOME,
    PORT: String(port),
    DATA_DIR: dataDir,
    RATE_LIMITS: "off",
    LOG_LEVEL: "fatal",
    ...PAST_ENV,
  },
  stdio: ["ignore", "ignore", "inherit"],
});
try {
  await ready();
  const known = await feed(createDemoClient(port));
  const lines = await linesOfLog();
  child.kill("SIGTERM");
  await once(child, "exit");
  await keep(known, lines);
} finally {
  child.kill("SIGKILL");
  await rm(dataDir, { recursive: true, force: true });
}

async function ready(): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < READY_MS_MAX; await sleep(50)) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  throw new Error("The past version does not start.");
}

/** What every version could, by name, and then the preparations of that version's own samples of requests. */
async function feed(call: ReturnType<typeof createDemoClient>): Promise<PastAnswers> {
  await call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const { body } = await call("POST", "/v2/auth/login", { body: ACCOUNT });
  const token = String(body["accessToken"]);
  await call("POST", "/v2/handles", { token, body: { handle: PAST_HANDLE } });
  const base = `/v2/handles/${PAST_HANDLE}`;
  const mint = async (scopes: readonly string[]) =>
    (await call("POST", `${base}/tokens`, { token, body: { name: "past", scopes } })).body as Record<
      string,
      string
    >;
  const [working, revoked] = [await mint(["links.*"]), await mint(["links.read"])];
  await call("DELETE", `${base}/tokens/${revoked["tokenId"]}`, { token });
  const put = (slug: string, link: object) =>
    call("PUT", `${base}/links/${slug}`, {
      token,
      body: { destinationUrl: "https://example.com/one", ...link },
    });
  await put("first-link", { title: "First" });
  await put("first-link", { title: 'It\'s "second"; üß\n-- not a comment;\nend', tags: ["a", "b"] });
  await put("gone-link", {});
  await call("DELETE", `${base}/links/gone-link`, { token });
  const headers = { host: `${PAST_HANDLE}.localhost:${port}`, "user-agent": AGENT };
  for (let click = 0; click < 3; click++) await call("GET", "/first-link", { headers });
  const skipped = await prepareSamples(token);
  console.log(`${skipped.length} samples cannot be prepared over HTTP: ${skipped.join(", ")}`);
  const title = (await call("GET", `${base}/links/first-link`, { token })).body["title"];
  return {
    ...{ account: ACCOUNT, title: String(title), clicks: 3 },
    token: halves(working["token"]),
    revoked: halves(revoked["token"]),
  };
}

/** In two pieces, so that no scan takes it for one that was leaked. */
function halves(token = ""): [string, string] {
  const [before = "", behind = ""] = token.split(".");
  return [before, behind];
}

async function prepareSamples(token: string): Promise<readonly string[]> {
  const { SAMPLES } = (await import(join(checkout, "server/src/testing/samples.ts"))) as {
    SAMPLES: Readonly<Record<string, Sample>>;
  };
  const call = createDemoClient(port);
  const send = (method: string, path: string, body?: unknown): Promise<Reply> =>
    call(method, path, { token, ...(body !== undefined && { body }) });
  const owner = {
    send,
    get: (path: string) => send("GET", path),
    put: (path: string, body: unknown) => send("PUT", path, body),
    post: (path: string, body: unknown) => send("POST", path, body),
    patch: (path: string, body: unknown) => send("PATCH", path, body),
    delete: (path: string) => send("DELETE", path),
  };
  const skipped: string[] = [];
  for (const [id, prepare] of Object.entries(SAMPLES))
    await prepare(owner, PAST_HANDLE).catch(() => void skipped.push(id));
  return skipped;
}

/** The events that wait to be shipped, in the words of that version. The engine is made to wait by being stopped. */
async function linesOfLog(): Promise<string> {
  const events = join(dataDir, "events");
  const lines = new Set<string>();
  const headers = { host: `${PAST_HANDLE}.localhost:${port}`, "user-agent": AGENT };
  for (let click = 0; click < 5; click++) await createDemoClient(port)("GET", "/first-link", { headers });
  for (const name of await readdir(events, { recursive: true })) {
    if (!name.endsWith(".ndjson")) continue;
    const text = await readFile(join(events, name), "utf8").catch(() => "");
    for (const line of text.split("\n")) if (line !== "") lines.add(line);
  }
  return [...lines].map((line) => `${line}\n`).join("");
}

async function keep(known: PastAnswers, lines: string): Promise<void> {
  const path = join(dataDir, "switchyard.sqlite");
  {
    using db = new DatabaseSync(path);
    db.exec("pragma wal_checkpoint(truncate)");
  }
  await using snapshot = sqliteSnapshot(path);
  const names = await readdir(join(checkout, "server/migrations"));
  const version = names.sort().at(-1)?.slice(0, 4);
  const statements: string[] = [];
  for (const table of snapshot.tables.filter(({ name }) => !["migrations", "news"].includes(name))) {
    const columns = table.columns.map(quoted).join(", ");
    for await (const rows of snapshot.select(selectAll(table)))
      for (const row of rows)
        statements.push(`insert into ${table.name} (${columns}) values (${row.map(literal).join(", ")});`);
  }
  const to = join(import.meta.dirname, "past", `${version}`);
  const own = { flag: "wx" } as const;
  await writeFile(`${to}.sql`, `${statements.join("\n")}\n`, own);
  await writeFile(`${to}.events.ndjson`, lines, own);
  await writeFile(`${to}.json`, `${JSON.stringify(known, null, 2)}\n`, own);
  console.log(`${version}: ${statements.length} rows, ${lines.split("\n").length - 1} events`);
}

/** As both engines read it. */
function literal(value: Value): string {
  if (value === null) return "null";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
