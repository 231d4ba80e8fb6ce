import { accessSync, constants, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const MEMORY = "/dev/shm";
const FREE_BYTES_MIN = 4 * 2 ** 30;

/**
 * Where tests put their databases: in memory where there is room, since there nothing waits for a disk to be sure, and
 * no test cuts the power. `TMPDIR` decides when it is set.
 */
export function quickFolder() {
  if (process.env.TMPDIR !== undefined) return process.env.TMPDIR;
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= FREE_BYTES_MIN ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
