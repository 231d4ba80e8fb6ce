import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { scratchFolder } from "#testing/engines.ts";
import { tryLock } from "./file-lock.ts";

/** A process that has the lock until it is killed, and in which no file can grow by a byte. */
async function lockedElsewhere(path: string): Promise<ChildProcess> {
  const program = `
    const { tryLock } = await import(${JSON.stringify(join(import.meta.dirname, "file-lock.ts"))});
    globalThis.kept = tryLock(${JSON.stringify(path)}, "exclusive");
    process.stdout.write(kept ? "taken" : "refused"); setInterval(() => {}, 1000);`;
  const limited = 'ulimit -f 0; exec "$0" --input-type=module -e "$1"';
  const child = spawn("/bin/sh", ["-c", limited, process.execPath, program], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [said] = await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(() => ["ended without it"]),
  ]);
  expect(String(said)).toBe("taken");
  return child;
}

test.each(["shared", "exclusive"] as const)(
  "while a lock is held, %s, one empty file lies there and nothing beside it",
  async (kind) => {
    const folder = await scratchFolder();
    const path = join(folder, "lock.sqlite");
    using lock = tryLock(path, kind);
    expect(lock).toBeDefined();
    expect([readdirSync(folder), statSync(path).size]).toEqual([["lock.sqlite"], 0]);
    expect(tryLock(path, "exclusive")).toBeUndefined();
  },
);

test("where nothing can be written a process takes a lock all the same, and others have it once it was killed", async () => {
  const path = join(await scratchFolder(), "lock.sqlite");
  const child = await lockedElsewhere(path);
  expect([tryLock(path, "exclusive"), tryLock(path, "shared")]).toEqual([undefined, undefined]);
  child.kill("SIGKILL");
  await once(child, "exit");
  using lock = tryLock(path, "exclusive");
  expect(lock).toBeDefined();
});
