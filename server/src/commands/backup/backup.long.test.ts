import { createHash, randomInt } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCommand } from "#commands/run-command.ts";
import { systemClock } from "#kernel/clock.ts";
import { loadConfig } from "#platform/config/config.ts";
import type { Env } from "#platform/config/env.ts";
import { readLastBackup } from "#platform/config/last-backup.ts";
import { beginRestore } from "#platform/config/unfinished-restore.ts";
import { newSegmentId } from "#platform/event-log/segment-id.ts";
import { alone } from "#platform/event-log/shipment.ts";
import { clickEvent } from "#testing/click-event.ts";
import { onEveryEngine, scratchFolder } from "#testing/engines.ts";
import { type Filled, fillProgram, whatIsMissing } from "#testing/fill-program.ts";
import { startProgram } from "#testing/start-program.ts";
import { startS3 } from "#testing/start-s3.ts";
import { connectForBackup } from "#warehouse/connect-for-backup.ts";
import { knownWarehouseMigrations } from "#warehouse/migrate-warehouse.ts";

vi.setConfig({ testTimeout: 60_000 }); // Of a machine that is busy with other things, too.

async function run(words: readonly string[], env: Env) {
  const nothing = { clock: systemClock, stdin: (async function* () {})(), progress: () => {} };
  const printed = await runCommand([...words, "--json"], { env, ...nothing });
  if (printed === undefined) throw new Error(`${words.join(" ")} is no command.`);
  return {
    ...printed,
    report: (printed.out === "" ? {} : JSON.parse(printed.out)) as Record<string, unknown>,
  };
}

type Source = Awaited<ReturnType<typeof startProgram>>;
const source: { program?: Source; filled?: Filled; place?: string; env?: Env } = {};
const made = () => {
  const { program, filled, place, env } = source;
  if (!program || !filled || !place || !env) throw new Error("There is no backup yet.");
  return { program, filled, place, env };
};
let scratch = "";

beforeAll(async () => {
  const program = await startProgram();
  source.program = program;
  scratch = `${program.config.dataDir}-backups`;
  source.env = { DATA_DIR: program.config.dataDir };
  source.filled = await fillProgram(program.port);
  source.place = join(scratch, "plain");
  const { exitCode, report } = await run(["backup", "--to", source.place], source.env);
  expect({ exitCode, blobsCopied: report["blobsCopied"] }).toEqual({ exitCode: 0, blobsCopied: 3 });
  const { id, place } = (await readLastBackup(program.config.dataDir)) ?? {};
  expect({ id, place }).toEqual({ id: report["id"], place: report["place"] });
}, 60_000);
afterAll(async () => {
  await source.program?.[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});

/** Somewhere else, with every file as it was. */
async function copied(place: string): Promise<string> {
  const copy = join(await scratchFolder(), "copy");
  await cp(place, copy, { recursive: true });
  return copy;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const files: string[] = [];
  for (const name of names) if ((await stat(join(folder, name))).isFile()) files.push(name);
  return files.sort();
}

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  const at = randomInt(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << randomInt(8));
  await writeFile(path, bytes);
}

onEveryEngine((_, locate) => {
  test("a backup of a program that serves becomes an installation that has all of it, and can be backed up again", async () => {
    const { filled, place } = made();
    const located = await locate();
    const database = located.startsWith("postgres") ? { DATABASE_URL: located } : {};
    const dataDir = join(await scratchFolder(), "restored");
    const env = { DATA_DIR: dataDir, ...database };
    const restored = await run(["restore", "--from", place], env);
    expect(restored.err).toBe("");
    expect(restored).toMatchObject({ exitCode: 0, report: { blobs: 3, halfShipped: 0 } });
    {
      await using program = await startProgram({ ...env, ...filled.domain }, dataDir);
      expect(await whatIsMissing(program.port, filled)).toEqual([]);
    }
    const again = join(await scratchFolder(), "again");
    const second = await run(["backup", "--to", again], env);
    expect(second).toMatchObject({ exitCode: 0, report: { blobs: 3 } });
    expect(second.report["events"]).toBeGreaterThanOrEqual(filled.clicks);
    if (located.startsWith("postgres"))
      expect(await run(["backup", "verify", again], env)).toMatchObject({
        exitCode: 0,
        report: { isWhole: true },
      });
    expect(await run(["restore", "--from", place], env)).toMatchObject({ exitCode: 2, out: "" });
  });
});

test("a second backup in the same place copies no blob again, and the oldest can go", async () => {
  const { env, place } = made();
  const copy = await copied(place);
  const second = await run(["backup", "--to", copy, "--keep", "1"], env);
  expect(second).toMatchObject({ exitCode: 0, report: { blobsCopied: 0, blobs: 3 } });
  expect(second.report["removed"]).toHaveLength(1);
  const left = (await filesIn(copy)).filter((name) => name.endsWith("manifest.json"));
  expect(left).toEqual([`backups/${second.report["id"]}/manifest.json`]);
  expect((await filesIn(copy)).filter((name) => name.startsWith("blobs/"))).toHaveLength(3);
});

test("nobody but its owner can read a backup, and the salts of visitors are not in it", async () => {
  const tables = (await filesIn(made().place)).filter((name) => name.includes("/database/"));
  expect(tables.some((name) => name.endsWith("/users.ndjson.gz"))).toBe(true);
  expect(tables.filter((name) => name.includes("salts"))).toEqual([]);
  for (const name of await filesIn(made().place))
    expect(((await stat(join(made().place, name))).mode & 0o077).toString(8), name).toBe("0");
});

test("one bit that is flipped anywhere is found and named, and nothing is restored of it", async () => {
  const copy = await copied(made().place);
  const names = await filesIn(copy);
  const alone = names.filter((name) => /Z-\w+\/(?:manifest\.|blobs\.)/.test(name));
  const others = names.filter((name) => !alone.includes(name));
  expect(alone).toHaveLength(3);
  for (const together of [...alone.map((name) => [name]), others]) {
    for (const name of together) await flip(join(copy, name));
    const { exitCode, report } = await run(["backup", "verify", copy], {});
    expect({ together, exitCode }).toEqual({ together, exitCode: 1 });
    const damage = (report["damage"] as string[]).map((sentence) => sentence.split(" ")[0]);
    expect(damage.sort()).toEqual(together.map((name) => name.replace(/sha256$/, "json")));
    for (const name of together) await cp(join(made().place, name), join(copy, name));
  }
  const blob = (await filesIn(copy)).find((name) => name.startsWith("blobs/")) ?? "";
  await rm(join(copy, blob));
  const env = { DATA_DIR: join(await scratchFolder(), "data") };
  const refused = await run(["restore", "--from", copy], env);
  expect(refused).toMatchObject({ exitCode: 1, report: { damage: [expect.stringContaining(blob)] } });
  expect(await readdir(env.DATA_DIR)).toEqual([]);
});

test("a sealed backup shows nothing, opens with its passphrase alone, and tells of every flipped bit", async () => {
  const { env, filled } = made();
  const folder = await scratchFolder();
  const [place, file, wrong] = [join(folder, "sealed"), join(folder, "phrase"), join(folder, "wrong")];
  await writeFile(file, "correct horse battery\n");
  await writeFile(wrong, "correct horse bakery\n");
  expect(await run(["backup", "--to", place, "--passphrase-file", file], env)).toMatchObject({ exitCode: 0 });
  const names = await filesIn(place);
  for (const name of names) {
    const bytes = await readFile(join(place, name));
    for (const secret of [...filled.secrets, "PRIVATE KEY"]) expect(bytes.includes(secret), name).toBe(false);
    for (const { sha256 } of filled.files) expect(name).not.toContain(sha256.slice(2));
  }
  const verify = (phrase?: string) =>
    run(["backup", "verify", place, ...(phrase ? ["--passphrase-file", phrase] : [])], {});
  expect(await verify(file)).toMatchObject({ exitCode: 0 });
  expect(await verify()).toMatchObject({ exitCode: 2 });
  expect((await verify(wrong)).exitCode).toBe(2);
  for (const name of [names[0], names.at(-1), names.find((one) => one.startsWith("blobs/"))]) {
    if (name === undefined || name === "key.json") continue;
    const bytes = await readFile(join(place, name));
    await flip(join(place, name));
    expect((await verify(file)).exitCode, name).toBe(1);
    await writeFile(join(place, name), bytes);
  }
});

type Schema = { migrations: { name: string; sha256: string }[] };
test("a backup of a newer version, one of another program, one that was not finished and one without its keys are refused in words", async () => {
  const { place } = made();
  const copy = await copied(place);
  const [id = ""] = await readdir(join(copy, "backups"));
  const path = join(copy, "backups", id, "manifest.json");
  const rewrite = async (change: (manifest: Record<"database" | "warehouse", Schema>) => void) => {
    const manifest = JSON.parse(await readFile(join(place, "backups", id, "manifest.json"), "utf8"));
    change(manifest);
    const text = JSON.stringify(manifest);
    await writeFile(path, text);
    const sum = createHash("sha256").update(text).digest("hex");
    await writeFile(path.replace(/json$/, "sha256"), `${sum}  manifest.json\n`);
  };
  const restore = async (env: Env = {}) =>
    run(["restore", "--from", copy], { DATA_DIR: join(await scratchFolder(), "data"), ...env });
  await rewrite(({ database }) => database.migrations.push({ name: "9999-x.sql", sha256: "0".repeat(64) }));
  expect(await restore()).toMatchObject({ exitCode: 2, err: expect.stringContaining("newer version") });
  const eight = (await knownWarehouseMigrations()).slice(0, 8); // Right after its start a program may have fewer.
  const with0008 = (sha256: string) =>
    eight.map((one) => (one.name.startsWith("0008") ? { ...one, sha256 } : one));
  const another = (sha256: string) =>
    rewrite(({ warehouse }) => Object.assign(warehouse, { migrations: with0008(sha256) }));
  await another("0".repeat(64));
  expect(await restore()).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("0008-compact-parts.sql is not ours"),
  });
  await another("820d585ad5d57c5dade26fd59b40877bda7c093c5d803adeb2775b2f45a86707"); // Its first text, which is.
  expect(await restore()).toMatchObject({ exitCode: 0 });
  await rewrite(() => {});
  const other = Buffer.alloc(32, 1).toString("base64");
  expect(await restore({ TOKEN_PEPPER: other })).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("TOKEN_PEPPER"),
  });
  await rm(path);
  expect(await restore()).toMatchObject({ exitCode: 2, err: expect.stringContaining("no finished backup") });
});

test("events that had reached the warehouse and were not counted are there once after a restore", async () => {
  const dataDir = join(await scratchFolder(), "past");
  const env = { DATA_DIR: dataDir };
  expect((await run(["restore", "--from", made().place], env)).exitCode).toBe(0);
  const segmentId = newSegmentId("past", 0, Date.now());
  const sealed = join(dataDir, "events/0/sealed", `${segmentId}.ndjson`);
  const lines = [1, 2, 3].map((n) => `${JSON.stringify(clickEvent({ id: `evt_half_${n}` }))}\n`);
  await mkdir(dirname(sealed), { recursive: true });
  await writeFile(sealed, lines.join(""));
  {
    // A process that dies between the warehouse and the counters.
    await using link = await connectForBackup(loadConfig(env));
    await link.insert(alone({ segmentId, path: sealed }));
  }
  const place = join(await scratchFolder(), "place");
  expect((await run(["backup", "--to", place], env)).exitCode).toBe(0);
  const again = { DATA_DIR: join(await scratchFolder(), "again") };
  expect(await run(["restore", "--from", place], again)).toMatchObject({ report: { halfShipped: 3 } });
  await using link = await connectForBackup(loadConfig(again));
  expect(await link.ask("select count() as n from events where id like 'evt_half%'", {}, undefined)).toBe(
    '{"n":0}\n',
  );
  expect(await readFile(join(again.DATA_DIR, "events/0/sealed", `${segmentId}.ndjson`), "utf8")).toBe(
    lines.join(""),
  );
});

test("nothing starts on a restore that was cut short, and it can be done again", async () => {
  const dataDir = join(await scratchFolder(), "data");
  const env = { DATA_DIR: dataDir };
  await mkdir(join(dataDir, "events/0/sealed"), { recursive: true });
  await writeFile(join(dataDir, "switchyard.sqlite.restored"), "half");
  await beginRestore(dataDir);
  await expect(startProgram(env, dataDir)).rejects.toThrow("restore");
  expect((await run(["restore", "--from", made().place], env)).exitCode).toBe(0);
});

test("an S3 store takes backups as a folder does", async () => {
  await using s3 = await startS3();
  const { endpoint = "", bucket, credentials } = s3.settings;
  const store = {
    BACKUP_S3_ENDPOINT: endpoint,
    BACKUP_S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? "",
    BACKUP_S3_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? "",
  };
  const place = `s3://${bucket}/nightly`;
  const { env } = made();
  for (const blobsCopied of [3, 0])
    expect(await run(["backup", "--to", place, "--keep", "1"], { ...env, ...store })).toMatchObject({
      exitCode: 0,
      report: { blobsCopied },
    });
  expect(await run(["backup", "verify", place], store)).toMatchObject({ exitCode: 0 });
});
