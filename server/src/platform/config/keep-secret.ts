import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./config-error.ts";

/**
 * The secret in this file, made and on disk before anything can hang on it when it is not there yet. Of processes that
 * start together all get the same one. Nobody but its owner may read it.
 */
export function keepSecret(folder: string, fileName: string, make: () => string): string {
  const path = join(folder, fileName);
  const present = readPrivate(path);
  if (present !== undefined) return present;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    keepFirst(path, make());
    syncFolder(folder);
  } catch (cause) {
    throw new ConfigError("DATA_DIR", `cannot keep the secret ${path} (${codeOf(cause)})`, cause);
  }
  const kept = readPrivate(path);
  if (kept !== undefined) return kept;
  throw new ConfigError("DATA_DIR", `has lost the secret ${path} while the program started`);
}

/** A link fails where there is a file already, so the first to come is the one that stays, whole. */
function keepFirst(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, `${text.trim()}\n`);
    fsyncSync(file);
    linkSync(draft, path);
  } catch (thrown) {
    if (codeOf(thrown) !== "EEXIST") throw thrown;
  } finally {
    closeSync(file);
    rmSync(draft);
  }
}

function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}

function readPrivate(path: string): string | undefined {
  try {
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) return undefined;
    if (process.platform === "win32" || (state.mode & 0o077) === 0) return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError("DATA_DIR", `has a secret that cannot be read: ${path} (${codeOf(cause)})`, cause);
  }
  throw new ConfigError("DATA_DIR", `has a secret that others may read: run chmod 600 ${path}`);
}

const codeOf = (thrown: unknown) => (thrown instanceof Error && "code" in thrown ? thrown.code : thrown);
