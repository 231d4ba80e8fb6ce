import { DatabaseSync } from "node:sqlite";

const SQLITE_BUSY = 5;

/**
 * The operating system's lock on a file, which goes with the process; undefined while somebody has it, this process included.
 * SQLite is asked for nothing but that, because Node itself cannot take one.
 */
export function tryLock(path: string, kind: "shared" | "exclusive"): Disposable | undefined {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec("pragma journal_mode = memory"); // By default a file beside it, for which a full disk has no room.
    if (kind === "exclusive") file.exec("begin exclusive");
    else file.exec("begin; select count(*) from sqlite_schema");
    return { [Symbol.dispose]: () => file.close() };
  } catch (cause) {
    file.close();
    if (cause instanceof Error && "errcode" in cause && cause.errcode === SQLITE_BUSY) return undefined;
    throw new Error(`${path} cannot be locked.`, { cause });
  }
}
