import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mintAccessToken } from "#kernel/access-token.ts";
import type { Env } from "#platform/config/env.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { startSmtpServer } from "#testing/start-smtp-server.ts";
import { runCommand } from "./run-command.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "commands-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function* said(...pieces: (string | Uint8Array)[]) {
  yield* pieces;
}

/** The one of `startControl`. */
const clock = { now: () => new Date("2026-01-01T00:00:00Z") };

async function run(words: string, env: Env = {}, ...stdin: (string | Uint8Array)[]) {
  const printed = await runCommand(words.split(" "), {
    env,
    clock,
    stdin: said(...stdin),
    progress: () => {},
  });
  if (printed === undefined) throw new Error(`${words} is no command.`);
  return printed;
}
const reportOf = (printed: { out: string }): Record<string, unknown> => JSON.parse(printed.out);

const COMMANDS = [
  ...["migrate", "doctor", "backup", "backup verify", "restore", "user create", "user reset-password"],
  ...["plan set", "plan clear", "plan show", "token scan", "import history"],
  ...["kutt", "shlink", "yourls", "dub", "bitly"].map((service) => `import ${service}`),
];

test("every command explains itself, and refuses what it does not know with exit code 2", async () => {
  for (const name of COMMANDS) {
    expect(await run(`${name} --help`)).toMatchObject({ exitCode: 0, err: "" });
    const refused = await run(`${name} --colour`);
    expect(refused).toMatchObject({ exitCode: 2, out: "" });
    expect(refused.err).toContain(`usage: switchyard ${name}`);
  }
  expect(await runCommand(["user"], { env: {}, clock, stdin: said(), progress: () => {} })).toBeUndefined();
});

test("a scan finds whole tokens wherever they lie, says where, and never repeats a secret", async () => {
  const [one, two, piped] = [mintAccessToken(), mintAccessToken(), mintAccessToken()];
  const at = await folder();
  const lookAlike = `${one.text.slice(0, -1)}${one.text.endsWith("0") ? "1" : "0"}`;
  await writeFile(join(at, "ci.yml"), `# nothing\nTOKEN="${one.text}"\nold: ${lookAlike}\n`);
  await writeFile(join(at, "dump.bin"), Buffer.concat([Buffer.alloc(200_000, 0xff), Buffer.from(two.text)]));
  const printed = await run(`token scan --json ${at}`);
  expect(printed.exitCode).toBe(1);
  expect(reportOf(printed)).toEqual({
    files: 2,
    unread: [],
    found: expect.arrayContaining([
      { file: join(at, "ci.yml"), line: 2, tokenId: one.tokenId },
      { file: join(at, "dump.bin"), line: 1, tokenId: two.tokenId },
    ]),
  });
  const inPieces = await run(
    "token scan",
    {},
    "x\n\n",
    piped.text.slice(0, 30),
    piped.text.slice(30),
    "\n",
    "end",
  );
  expect(inPieces.out).toBe(`(standard input):3: token ${piped.tokenId}\n1 found in 1 file.`);
  for (const { text } of [one, two, piped])
    expect(printed.out + inPieces.out).not.toContain(text.split(".")[1]);
  expect((await run("token scan", {}, `${lookAlike}\n`)).exitCode).toBe(0);
  expect((await run("token scan /nowhere/at-all")).exitCode).toBe(2);
});

test("a token is found once however the pieces fall", async () => {
  const { text, tokenId } = mintAccessToken();
  const whole = `a\nb ${text} c\n`;
  for (let cut = 0; cut <= whole.length; cut++) {
    const printed = await run(
      "token scan --json",
      {},
      whole.slice(0, cut),
      whole.slice(cut),
      "d\n".repeat(100),
    );
    expect(reportOf(printed)["found"]).toEqual([{ file: "(standard input)", line: 2, tokenId }]);
  }
});

onEveryEngine((_, locate) => {
  test("an account made at a shell signs in at once, and a reset ends its sessions", async () => {
    const located = await locate();
    const isPostgres = located.startsWith("postgres");
    const DATA_DIR = dirname(located);
    const location = isPostgres ? located : join(DATA_DIR, "switchyard.sqlite");
    const at: Env = isPostgres ? { DATABASE_URL: located } : { DATA_DIR };
    await using control = await startControl({ location, override: { signup: "invite" } });
    await control.member("OWNER"); // The first account is always let in, so that is not what is tested here.
    const created = await run("user create --json --email Anna@example.com --name Anna", at);
    expect(created.exitCode).toBe(0);
    const { password } = reportOf(created) as { password: string };
    const logIn = (secret: string) =>
      control.anonymous.post("/v2/auth/login", { email: "anna@example.com", password: secret });
    const session = await logIn(password);
    expect(session.status).toBe(200);
    const { accessToken } = session.body as { accessToken: string };
    const me = control.client({ authorization: `Bearer ${accessToken}` });
    expect((await me.get("/v2/auth/me")).status).toBe(200);
    expect((await run("user create --email anna@example.com", at)).exitCode).toBe(1);
    const reset = await run(
      "user reset-password --json --email anna@example.com --password-stdin",
      at,
      "New-horse-battery-42\n",
    );
    expect(reportOf(reset)).toEqual({ email: "anna@example.com", sessionsEnded: 1 });
    expect((await me.get("/v2/auth/me")).status).toBe(401);
    expect((await logIn(password)).status).toBe(401);
    expect((await logIn("New-horse-battery-42")).status).toBe(200);
    const audit = JSON.stringify(await control.rows("select * from audit_events"));
    expect(audit).toContain("system:user create");
    for (const secret of [password, "New-horse-battery-42"]) expect(audit).not.toContain(secret);
    expect((await run("user reset-password --email nobody@example.com", at)).exitCode).toBe(1);
    const weak = await run(
      "user reset-password --email anna@example.com --password-stdin",
      at,
      "password1234\n",
    );
    expect(weak.exitCode).toBe(2);
  });
});

test("a database is made and brought up to date without serving, once", async () => {
  const env = { DATA_DIR: join(await folder(), "data") };
  expect((await run("user create --email anna@example.com", env)).exitCode).toBe(2);
  const first = reportOf(await run("migrate --json", env));
  expect((first["applied"] as string[])[0]).toBe("0001-platform.sql");
  expect(reportOf(await run("migrate --json", env))).toEqual({ applied: [] });
  expect((await run("user create --email anna@example.com", env)).exitCode).toBe(0);
});

test("a doctor names what is wrong, in words and without secrets, and looks at all of it", async () => {
  const DATA_DIR = join(await folder(), "data");
  const well = await run("doctor", { DATA_DIR });
  expect(well.exitCode).toBe(0);
  expect(well.out).toContain("mail goes to a folder");
  const { url: SMTP_URL } = await startSmtpServer();
  const ill = await run("doctor --json", {
    ...{ DATA_DIR, SMTP_URL, CLICKHOUSE_URL: "http://someone:hunter-twelve@127.0.0.1:1/" },
    DATABASE_URL: "postgres://someone:hunter-twelve@127.0.0.1:1/none",
    ...{ BLOBS: "s3", S3_BUCKET: "none", S3_ENDPOINT: "http://127.0.0.1:1", S3_ACCESS_KEY_ID: "key" },
    S3_SECRET_ACCESS_KEY: "hunter-twelve",
  });
  expect(ill.exitCode).toBe(1);
  expect(ill.out).not.toContain("hunter-twelve");
  const { findings } = reportOf(ill) as { findings: { name: string; status: string }[] };
  const statusOf = Object.fromEntries(findings.map(({ name, status }) => [name, status]));
  expect(statusOf).toMatchObject({
    bytes: "failed",
    database: "failed",
    warehouse: "failed",
    mail: "ok",
    "data folder": "warning",
  });
  const wrong = await run("doctor --json", { DATA_DIR, SIGNUP: "perhaps" });
  expect(reportOf(wrong)).toMatchObject({ isWell: false });
  expect(wrong.out).toContain("SIGNUP");
});
