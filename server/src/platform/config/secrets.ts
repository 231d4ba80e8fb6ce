import {
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";

export type Secrets = {
  /** Keys the hashes of access tokens. */
  readonly tokenPepper: KeyObject;
  /** Ed25519; signs the sessions. */
  readonly sessionKey: KeyObject;
};

/**
 * The secrets as given by the environment, or else those in DATA_DIR, made the first time with mode 0600. Never made
 * anew where there are some: every token and session hangs on them.
 */
export function loadSecrets(env: Env, dataDir: string): Secrets {
  const folder = join(dataDir, "secrets");
  return {
    tokenPepper: parsePepper(env.TOKEN_PEPPER ?? kept(folder, "token-pepper", newPepper)),
    sessionKey: parseSessionKey(env.SESSION_KEY ?? kept(folder, "session-key", newSessionKey)),
  };
}

const newPepper = () => randomBytes(32).toString("base64");
const newSessionKey = () =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

function parsePepper(text: string): KeyObject {
  const bytes = Buffer.from(text.trim(), "base64");
  if (bytes.length === 32) return createSecretKey(bytes);
  throw new ConfigError("TOKEN_PEPPER", "is not 32 bytes in base64");
}

function parseSessionKey(text: string): KeyObject {
  const key = readKey(text.trim());
  if (key?.asymmetricKeyType === "ed25519") return key;
  throw new ConfigError("SESSION_KEY", "is not an Ed25519 private key, PKCS #8 in PEM or base64");
}

function readKey(text: string): KeyObject | undefined {
  try {
    if (text.startsWith("-----")) return createPrivateKey(text);
    return createPrivateKey({ key: Buffer.from(text, "base64"), format: "der", type: "pkcs8" });
  } catch {
    return undefined;
  }
}

function kept(folder: string, name: string, make: () => string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  const present = readPrivate(path);
  if (present !== undefined) return present;
  keepFirst(path, make());
  return readPrivate(path) ?? unreadable(path);
}

/** A link fails where there is a file already, so of two processes that start together both keep the first's. */
function keepFirst(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, "w", 0o600);
  writeSync(file, `${text.trim()}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(draft, path);
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST")) throw thrown;
  } finally {
    rmSync(draft);
  }
}

function readPrivate(path: string): string | undefined {
  const state = statSync(path, { throwIfNoEntry: false });
  if (state === undefined) return undefined;
  if (process.platform !== "win32" && (state.mode & 0o077) !== 0) {
    throw new ConfigError("DATA_DIR" satisfies VariableName, "holds a secret that others may read: chmod 600 secrets/*");
  }
  return readFileSync(path, "utf8");
}

function unreadable(path: string): never {
  throw new Error(`The secret at ${path} vanished.`);
}
