import { createHmac, randomBytes } from "node:crypto";
import type { Seal } from "#platform/seal/create-seal.ts";
import type { Binding } from "./binding.ts";

/** `fnsec_…`: 256 random bits, of which nothing but the sealed form is kept. */
export const newSecret = (): string => `fnsec_${randomBytes(32).toString("base64url")}`;

const contextOf = (handleId: string, bindingKey: string) => `function ${handleId}/${bindingKey}`;

export const sealSecret = (seal: Seal, handleId: string, bindingKey: string, secret: string): string =>
  seal.seal(secret, contextOf(handleId, bindingKey));

/** What signs at `now`: the newest first, and the one before while it has not expired. */
export function openSecrets(
  seal: Seal,
  handleId: string,
  { bindingKey, secret }: Binding,
  now: Date,
): string[] {
  if (secret === null) return [];
  const { sealed, before, beforeUntil } = secret;
  const isOverlapping = before !== null && beforeUntil !== null && beforeUntil > now.getTime();
  return [sealed, ...(isOverlapping ? [before] : [])].map((one) =>
    seal.open(one, contextOf(handleId, bindingKey)),
  );
}

type Signed = {
  readonly method: string;
  /** Path and query, as they are sent. */
  readonly path: string;
  readonly body: Uint8Array;
};

/** `t=…,v1=…`, with a `v1` for each secret: hex HMAC-SHA256 of `t.method.path.body`, `t` in seconds. */
export function signRequest(secrets: readonly string[], { method, path, body }: Signed, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const marks = secrets.map((secret) => {
    const mac = createHmac("sha256", secret).update(`${seconds}.${method}.${path}.`).update(body);
    return `v1=${mac.digest("hex")}`;
  });
  return [`t=${seconds}`, ...marks].join(",");
}
