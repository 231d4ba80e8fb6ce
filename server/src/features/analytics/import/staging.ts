import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#kernel/errors.ts";
import { whileFree } from "#platform/event-log/hold-events.ts";
import { takeSlot } from "#platform/event-log/slot.ts";
import { syncFolder } from "#platform/event-log/sync-folder.ts";

/** Where one upload becomes segments, apart from all others until its batch has committed. */
export type Staging = {
  readonly name: string;
  readonly upload: string;
  readonly parts: string;
};

const FOLDER = "imports";
const NAME = /^([0-9a-z]+)-[0-9a-f]{16}$/;
const BYTES_MAX = 512 * 1024 * 1024;
/** Nothing that is still being made is as old. */
const ABANDONED_MS = 6 * 3_600_000;

/** A place that nobody else has, and that is not there yet. */
export const newStaging = (eventsFolder: string, now: Date): Staging =>
  stagingAt(eventsFolder, `${now.getTime().toString(36)}-${randomBytes(8).toString("hex")}`);

/** What it has made when it fails is the caller's to remove. */
export async function makeStaging(eventsFolder: string, { parts }: Staging): Promise<void> {
  await mkdir(parts, { recursive: true });
  await syncFolder(join(eventsFolder, FOLDER));
}

function stagingAt(eventsFolder: string, name: string): Staging {
  const folder = join(eventsFolder, FOLDER, name);
  return { name, upload: join(folder, "upload"), parts: join(folder, "parts") };
}

export const removeStaging = (eventsFolder: string, name: string): Promise<void> =>
  rm(join(eventsFolder, FOLDER, name), { recursive: true, force: true });

/** Those of which something is left, and whether nobody can be at work there any more. */
export async function listStagings(eventsFolder: string, now: Date) {
  const names = await readdir(join(eventsFolder, FOLDER)).catch(() => []);
  return names.flatMap((name) => {
    const begun = NAME.exec(name)?.[1];
    if (begun === undefined) return [];
    return [{ name, isAbandoned: Number.parseInt(begun, 36) < now.getTime() - ABANDONED_MS }];
  });
}

/** As fast as it comes: how long reading it takes is then no matter of the connection's. */
export async function keepUpload(
  bytes: ReadableStream<Uint8Array>,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  let size = 0;
  await using file = await open(path, "wx");
  try {
    for await (const chunk of bytes) {
      signal.throwIfAborted();
      size += chunk.length;
      if (size > BYTES_MAX) break;
      await file.writeFile(chunk);
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof Error && "syscall" in cause && cause.syscall === "write") throw cause; // The disk's fault.
    throw new AppError("invalid_payload", "The upload broke off before its end.", { cause });
  }
  if (size > BYTES_MAX) {
    throw new AppError("payload_too_large", `An import may have ${BYTES_MAX / 1024 / 1024} MB.`);
  }
}

/**
 * Lets the segments be shipped: each goes where it is, by its name alone, so that doing it again after a death goes on
 * where it ended, and no segment is ever in two places.
 */
export function releaseParts(eventsFolder: string, name: string): Promise<void> {
  return whileFree(eventsFolder, () => moveParts(eventsFolder, name));
}

async function moveParts(eventsFolder: string, name: string): Promise<void> {
  const { parts } = stagingAt(eventsFolder, name);
  const names = (await readdir(parts).catch(() => [])).sort().reverse(); // Of each pair the summary first.
  if (names.length > 0) {
    using slot = takeSlot(eventsFolder);
    for (const file of names) await moved(join(parts, file), join(slot.sealed, file));
    await syncFolder(slot.sealed);
  }
  await removeStaging(eventsFolder, name);
}

/** Another process may do the same at the same time. */
async function moved(from: string, to: string): Promise<void> {
  await rename(from, to).catch((cause: unknown) => {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) throw cause;
  });
}
