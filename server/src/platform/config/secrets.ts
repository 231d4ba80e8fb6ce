import {
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { join } from "node:path";
import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";
import { keepSecret } from "./keep-secret.ts";

export type Secrets = {
  /** Keys the hashes of access tokens. */
  readonly tokenPepper: KeyObject;
  /** Ed25519; signs the sessions. */
  readonly sessionKey: KeyObject;
  /** Sign what visitors carry: context tokens, unlocked links. The first signs, all are believed. */
  readonly visitorKeys: readonly [KeyObject, ...KeyObject[]];
  /** Seal the secrets that must be read again, those of webhooks among them. The first seals, all open. */
  readonly sealKeys: readonly [KeyObject, ...KeyObject[]];
};

type Kind<Secret> = {
  readonly variable: VariableName;
  readonly fileName: string;
  readonly make: () => string;
  readonly parse: (text: string) => Secret | undefined;
  readonly what: string;
};

const PEPPER: Kind<KeyObject> = {
  variable: "TOKEN_PEPPER",
  fileName: "token-pepper",
  make: () => randomBytes(32).toString("base64"),
  parse: parseSymmetric,
  what: "32 bytes in base64",
};

const VISITOR_KEYS: Kind<Secrets["visitorKeys"]> = {
  variable: "CONTEXT_KEY",
  fileName: "context-key",
  make: PEPPER.make,
  parse: (text) => {
    const [first, ...rest] = text.split(",").map((one) => parseSymmetric(one.trim()));
    const others = rest.filter((key) => key !== undefined);
    return first === undefined || others.length < rest.length ? undefined : [first, ...others];
  },
  what: "32 bytes in base64, or several with commas between",
};

const SEAL_KEYS: Kind<Secrets["sealKeys"]> = {
  ...VISITOR_KEYS,
  variable: "SEAL_KEY",
  fileName: "seal-key",
};

const SESSION_KEY: Kind<KeyObject> = {
  variable: "SESSION_KEY",
  fileName: "session-key",
  make: () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  parse: parseSessionKey,
  what: "an Ed25519 private key, PKCS #8 in PEM or base64",
};

/**
 * The secrets as given by the environment, or else those in DATA_DIR, made the first time. Never made anew where there
 * are some: every token and session hangs on them.
 */
export function loadSecrets(env: Env, dataDir: string): Secrets {
  const folder = join(dataDir, "secrets");
  return {
    tokenPepper: load(PEPPER, env, folder),
    sessionKey: load(SESSION_KEY, env, folder),
    visitorKeys: load(VISITOR_KEYS, env, folder),
    sealKeys: load(SEAL_KEYS, env, folder),
  };
}

/** A key as it is kept: its file in `DATA_DIR/secrets`, and what the environment gives instead, if it does. */
export type SecretPlace = {
  readonly variable: VariableName;
  readonly fileName: string;
  readonly given: string | undefined;
};

export const secretPlaces = (env: Env): readonly SecretPlace[] =>
  [PEPPER, SESSION_KEY, VISITOR_KEYS, SEAL_KEYS].map(({ variable, fileName }) => ({
    ...{ variable, fileName },
    given: env[variable]?.trim(),
  }));

function load<Secret>(
  { variable, fileName, make, parse, what }: Kind<Secret>,
  env: Env,
  folder: string,
): Secret {
  const given = env[variable];
  const secret = parse((given ?? keepSecret(folder, fileName, make)).trim());
  if (secret !== undefined) return secret;
  if (given !== undefined) throw new ConfigError(variable, `is not ${what}`);
  const path = join(folder, fileName);
  throw new ConfigError("DATA_DIR", `has a damaged secret: ${path} is not ${what}; restore it from a backup`);
}

function parseSymmetric(text: string): KeyObject | undefined {
  return /^[\w+/-]{43}=?$/.test(text) ? createSecretKey(text, "base64") : undefined;
}

function parseSessionKey(text: string): KeyObject | undefined {
  try {
    const key = text.startsWith("-----")
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text, "base64"), format: "der", type: "pkcs8" });
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}
