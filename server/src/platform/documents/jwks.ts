import { createPublicKey, type KeyObject } from "node:crypto";
import type { Api } from "#platform/http/api.ts";
import { keyId } from "#platform/http/session.ts";

/** The public keys that access tokens are signed with, so that others can check one without asking us. */
export function mountJwks(api: Api, sessionKey: KeyObject): void {
  const jwk = createPublicKey(sessionKey).export({ format: "jwk" });
  const keys = [{ ...jwk, kid: keyId(sessionKey), alg: "EdDSA", use: "sig" }];
  api.get("/.well-known/jwks.json", (c) => c.json({ keys }, 200, { "cache-control": "public, max-age=300" }));
}
