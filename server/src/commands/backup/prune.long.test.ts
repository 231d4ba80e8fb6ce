import { readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runCommand } from "#commands/run-command.ts";
import type { Env } from "#platform/config/env.ts";
import { readLastBackup } from "#platform/config/last-backup.ts";
import { scratchFolder } from "#testing/engines.ts";
import { startS3 } from "#testing/start-s3.ts";
import { folderPlace } from "./folder-place.ts";
import { blobName, partName } from "./names.ts";
import type { Place } from "./place.ts";
import { s3Place } from "./s3-place.ts";

const BEGIN = Date.parse("2026-01-01T00:00:00Z");
const HOUR_MS = 3_600_000;
const NEEDED_BY_NONE = blobName("0".repeat(64));

type At = { readonly to: string; readonly place: Place; readonly store?: Env };

/** An installation that is empty, and its backups, so many hours after the first. */
async function installation({ to, store = {} }: At) {
  const env: Env = { DATA_DIR: join(await scratchFolder(), "data"), ...store };
  const run = async (words: readonly string[], hours = 0) => {
    const clock = { now: () => new Date(BEGIN + hours * HOUR_MS) };
    const nothing = { stdin: (async function* () {})(), progress: () => {} };
    const printed = await runCommand(words, { env, clock, ...nothing });
    if (printed === undefined) throw new Error(`${words.join(" ")} is no command.`);
    return printed;
  };
  await run(["migrate"]);
  const backUp = async (hours: number, keep: number) => {
    const printed = await run(["backup", "--json", "--to", to, "--keep", String(keep)], hours);
    const report = JSON.parse(printed.out) as Record<string, unknown>;
    return { ...report, id: String(report["id"]), exitCode: printed.exitCode };
  };
  return { env, run, backUp };
}

async function inFolder(): Promise<At> {
  const to = join(await scratchFolder(), "place");
  return { to, place: folderPlace(to) };
}

async function inS3(): Promise<At> {
  const s3 = await startS3();
  onTestFinished(() => s3[Symbol.asyncDispose]());
  const { endpoint = "", bucket, credentials } = s3.settings;
  const store = {
    BACKUP_S3_ENDPOINT: endpoint,
    BACKUP_S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? "",
    BACKUP_S3_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? "",
  };
  const place = s3Place({ ...s3.settings, prefix: "nightly/" });
  return { to: `s3://${bucket}/nightly`, place, store };
}

async function idsIn(place: Place): Promise<readonly string[]> {
  const ids = new Set<string>();
  for await (const name of place.list("backups/")) ids.add(name.split("/")[1] ?? "");
  return [...ids].sort();
}

async function isThere(place: Place, name: string): Promise<boolean> {
  for await (const found of place.list(name)) if (found === name) return true;
  return false;
}

async function* bytes(text: string) {
  yield Buffer.from(text);
}

/** What a backup is that died before its end, or one that was being removed. */
const unfinish = (place: Place, id: string) => place.removeListed(partName(id, "manifest.json"));

test.each([
  ["a folder", inFolder],
  ["S3", inS3],
])(
  "in %s --keep removes what has been unfinished for a day, and nothing that may be under way",
  async (_, open) => {
    const at = await open();
    const { place } = at;
    const { backUp } = await installation(at);
    const dead = await backUp(0, 9);
    await unfinish(place, dead.id);
    await place.write(NEEDED_BY_NONE, bytes("of it"));
    const second = await backUp(23, 9);
    expect(second).toMatchObject({ exitCode: 0, removed: [] });
    expect(await idsIn(place)).toEqual([dead.id, second.id]);
    const third = await backUp(23.5, 1);
    expect(third).toMatchObject({ exitCode: 0, removed: [second.id] });
    expect(await isThere(place, NEEDED_BY_NONE)).toBe(true); // The unfinished one may rely on it.
    const fourth = await backUp(25, 9);
    expect(fourth).toMatchObject({ exitCode: 0, removed: [dead.id] });
    expect(await idsIn(place)).toEqual([third.id, fourth.id]);
    expect(await isThere(place, NEEDED_BY_NONE)).toBe(false);
  },
);

test("--keep removes what a process that died was writing a day ago, and no file that another put there", async () => {
  const at = await inFolder();
  const { backUp } = await installation(at);
  await backUp(0, 1);
  const draft = (name: string, nth: number) => `${name}.draft-00000000-0000-4000-8000-00000000000${nth}`;
  const old = [draft("key.json", 1), draft("backups/manifest.json", 2)];
  const young = draft("backups/manifest.json", 3);
  const others = ["notes.draft-1", draft("notes", 4)];
  for (const name of [...old, young, ...others]) {
    await writeFile(join(at.to, name), "half");
    const hours = name === young ? 9 : 0;
    const touched = new Date(BEGIN + hours * HOUR_MS);
    await utimes(join(at.to, name), touched, touched);
  }
  expect((await backUp(25, 9)).exitCode).toBe(0);
  for (const name of old)
    await expect(readFile(join(at.to, name)), name).rejects.toMatchObject({ code: "ENOENT" });
  for (const name of [young, ...others]) expect(await readFile(join(at.to, name), "utf8")).toBe("half");
});

test("when older ones cannot be removed the new backup is named all the same, and nothing is gone", async () => {
  const at = await inFolder();
  const { backUp, run, env } = await installation(at);
  const first = await backUp(0, 9);
  const second = await backUp(1, 9);
  await writeFile(join(at.to, partName(second.id, "manifest.sha256")), "damaged");
  const third = await backUp(2, 2);
  expect(third).toMatchObject({ exitCode: 1, removed: [], pruneError: expect.stringContaining(second.id) });
  expect(third).not.toHaveProperty("error");
  expect(await idsIn(at.place)).toEqual([first.id, second.id, third.id]);
  const fourth = await run(["backup", "--to", at.to, "--keep", "3"], 3);
  expect(fourth).toMatchObject({ exitCode: 1, err: "" });
  const { id } = (await readLastBackup(env["DATA_DIR"] ?? "")) ?? {};
  expect(await idsIn(at.place)).toEqual([first.id, second.id, third.id, id]);
  expect(fourth.out).toMatch(
    new RegExp(`^Backup ${id} .*\nThis backup is whole, but nothing older was removed\\.`),
  );
});
