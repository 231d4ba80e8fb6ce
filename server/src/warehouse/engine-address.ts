import type { Stats } from "node:fs";
import { lstat, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ignoreAbsent } from "#platform/blobs/stage-body.ts";
import { isOutOfSpace } from "#platform/is-out-of-space.ts";

const ANNOUNCE_EVERY_MS = 5_000;

/** Where it is written down under which name the engine of a folder listens. */
const fileOf = (folder: string): string => `${folder}-socket`;

const written = async (folder: string): Promise<string> =>
  (await readFile(fileOf(folder), "utf8").catch(ignoreAbsent)) ?? "";

/**
 * Tells other processes where the engine of a folder listens, until it is disposed of. A full disk has no room for that: then
 * they are told once it has.
 */
export async function announceEngine(folder: string, socketPath: string): Promise<AsyncDisposable> {
  const announce = async () => {
    if ((await written(folder)) === socketPath) return;
    await writeFile(fileOf(folder), socketPath, { mode: 0o600 });
  };
  await announce().catch((cause: unknown) => {
    if (!isOutOfSpace(cause)) throw cause;
  });
  let announcing = Promise.resolve();
  const announceAgain = () => {
    announcing = announce().catch(() => {}); // The next time is soon.
  };
  const timer = setInterval(announceAgain, ANNOUNCE_EVERY_MS).unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await announcing;
      // Another engine may have followed already.
      if ((await written(folder)) === socketPath) await rm(fileOf(folder), { force: true });
    },
  };
}

/**
 * The socket of the engine that was announced last, if it lies in a folder that nobody can enter but the user who announced it: after
 * a death or a restart of the machine anybody might have made one of that name.
 */
export async function announcedEngine(folder: string): Promise<string | undefined> {
  const socketPath = await written(folder);
  if (socketPath === "") return undefined;
  const [file, its] = await Promise.all([fileOf(folder), dirname(socketPath)].map(statsOf));
  const isClosed = its?.isDirectory() && its.uid === file?.uid && (its.mode & 0o077) === 0;
  return isClosed ? socketPath : undefined;
}

const statsOf = (path: string): Promise<Stats | undefined> => lstat(path).catch(() => undefined);
