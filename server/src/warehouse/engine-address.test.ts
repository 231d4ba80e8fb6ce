import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { announcedEngine, announceEngine } from "./engine-address.ts";

async function newPlaces() {
  const scratch = await mkdtemp(join(tmpdir(), "address-"));
  onTestFinished(() => rm(scratch, { recursive: true }));
  const [folder, sockets] = [join(scratch, "warehouse"), join(scratch, "sockets")];
  await mkdir(sockets, { mode: 0o700 });
  return { folder, sockets, socketPath: join(sockets, "warehouse.sock"), file: `${folder}-socket` };
}

test("an engine is found where it was announced, and not once it has ended, while its follower is", async () => {
  const { folder, socketPath, file } = await newPlaces();
  expect(await announcedEngine(folder)).toBeUndefined();
  const first = await announceEngine(folder, socketPath);
  expect(await announcedEngine(folder)).toBe(socketPath);
  await first[Symbol.asyncDispose]();
  expect(await announcedEngine(folder)).toBeUndefined();
  const ended = await announceEngine(folder, socketPath);
  const follower = `${socketPath}2`;
  await writeFile(file, follower);
  await ended[Symbol.asyncDispose]();
  expect(await readFile(file, "utf8")).toBe(follower);
  expect(await announcedEngine(folder)).toBe(follower);
});

test("a folder that others can enter, or have made in place of ours, is not believed", async () => {
  const { folder, sockets, socketPath } = await newPlaces();
  await using _ = await announceEngine(folder, socketPath);
  for (const mode of [0o770, 0o701, 0o755]) {
    await chmod(sockets, mode);
    expect(await announcedEngine(folder)).toBeUndefined();
  }
  await rm(sockets, { recursive: true });
  expect(await announcedEngine(folder)).toBeUndefined();
  await symlink(tmpdir(), sockets);
  expect(await announcedEngine(folder)).toBeUndefined();
});
