import { execFile } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

type SmallDisk = AsyncDisposable & {
  readonly folder: string;
  /** Leaves not a byte of room. */
  readonly fill: () => void;
  /** Gives back what `fill` took. */
  readonly makeRoom: () => Promise<void>;
};

/** A file system in memory that can really be full; rejects where this user may not mount one. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), "small-disk-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  } catch (cause) {
    await rmdir(folder);
    throw cause;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill: () => {
      for (const bytes of [65_536, 1]) fillWith(filler, Buffer.alloc(bytes));
    },
    makeRoom: () => rm(filler),
    [Symbol.asyncDispose]: async () => {
      await run("umount", ["--lazy", folder]);
      await rmdir(folder);
    },
  };
}

function fillWith(path: string, piece: Buffer): void {
  const fd = openSync(path, "a");
  try {
    for (;;) writeSync(fd, piece);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOSPC")) throw cause;
  } finally {
    closeSync(fd);
  }
}
