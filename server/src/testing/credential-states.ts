import { createHmac, createPublicKey, generateKeyPairSync } from "node:crypto";
import { base64url, SignJWT } from "jose";
import { GRANTS, ROLES } from "#kernel/access.ts";
import { mintAccessToken } from "#kernel/access-token.ts";
import { type Held, unauthenticated } from "./expected-access.ts";
import type { Control } from "./start-control.ts";

type Headers = Readonly<Record<string, string>>;

/** One way to knock. Headers are made when they are sent, so that a session ended by one request serves the next. */
export type CredentialState = {
  readonly name: string;
  readonly headers: () => Promise<Headers>;
  readonly held: Held;
};

const bearer = (text: string): Headers => ({ authorization: `Bearer ${text}` });
const state = (name: string, held: Held, headers: Headers): CredentialState => ({
  name,
  held,
  headers: async () => headers,
});
const missing = (name: string, headers: Headers) =>
  state(name, unauthenticated("missing_bearer_token"), headers);
const invalid = (name: string, text: string) => state(name, unauthenticated("invalid_token"), bearer(text));

/** Every state that a credential for `acme` can be in, with what whoever shows it holds. */
export async function credentialStates(control: Control): Promise<readonly CredentialState[]> {
  return [
    missing("nothing", {}),
    missing("an empty header", { authorization: "" }),
    missing("the scheme alone", { authorization: "Bearer" }),
    missing("another scheme", { authorization: "Basic YTpi" }),
    ...(await brokenTokens(control)),
    ...(await brokenSessions(control)),
    ...sessions(control),
    ...(await tokens(control)),
  ];
}

async function brokenTokens(control: Control): Promise<CredentialState[]> {
  const owner = await control.member("OWNER");
  const good = await control.token(["*"]);
  const other = await control.token(["*"]);
  const expiring = await control.token(["*"], { expiresAt: "2026-01-01T00:00:01Z" });
  control.advance(1_000);
  const revoked = await control.token(["*"]);
  await owner.delete(`/v2/handles/acme/tokens/${revoked.tokenId}`);
  const rotated = await control.token(["*"]);
  await owner.post(`/v2/handles/acme/tokens/${rotated.tokenId}/rotate`, { overlapSeconds: 0 });
  const elsewhere = await control.token(["*"], { allowedCidrs: ["203.0.113.0/24"] });
  const secretOf = (text: string) => text.slice(text.indexOf(".") + 1);
  const wrongKind = `patv2${good.text.slice(5)}`;
  return [
    invalid("noise", "noise"),
    state("noise as api key", unauthenticated("invalid_token"), { "x-api-key": "noise" }),
    invalid("a prefix of another version", wrongKind),
    invalid("a token with a typo", `${good.text.slice(0, -1)}_`),
    invalid("a token cut short", good.text.slice(0, -1)),
    invalid("a token with something behind it", `${good.text} x`),
    invalid("ten kilobytes", `patv1_${"a".repeat(10_000)}`),
    invalid("letters beyond ASCII", `patv1_${"\u00e9".repeat(16)}.${"a".repeat(49)}`),
    invalid("an unknown token", mintAccessToken().text),
    invalid("a token with another secret", mintAccessToken(good.tokenId).text),
    invalid("one token's id with another's secret", `patv1_${good.tokenId}.${secretOf(other.text)}`),
    invalid("an expired token", expiring.text),
    invalid("a revoked token", revoked.text),
    invalid("a token rotated away", rotated.text),
    invalid("a token kept to other addresses", elsewhere.text),
    state("an expired token as api key", unauthenticated("invalid_token"), { "x-api-key": expiring.text }),
  ];
}

const CLAIMS = { sub: "owner-of-acme", sid: "ses_owner-of-acme", iss: "switchyard", aud: "switchyard-api" };
const HOUR_MS = 3_600_000;

async function brokenSessions(control: Control): Promise<CredentialState[]> {
  await control.member("OWNER");
  const { sessionKey } = control.deps;
  const seconds = Math.floor(control.now().getTime() / 1000);
  const forge = (claims: object, header: object = {}, key = sessionKey) =>
    new SignJWT({ ...CLAIMS, exp: seconds + 600, ...claims })
      .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", ...header })
      .sign(key);
  const part = (value: object) => base64url.encode(JSON.stringify(value));
  const payload = part({ ...CLAIMS, exp: seconds + 600 });
  const unsigned = `${part({ alg: "none", typ: "at+jwt" })}.${payload}.`;
  const hmacBody = `${part({ alg: "HS256", typ: "at+jwt" })}.${payload}`;
  const publicPem = createPublicKey(sessionKey).export({ type: "spki", format: "pem" });
  const hmac = createHmac("sha256", publicPem).update(hmacBody).digest("base64url");
  const honest = await forge({});
  const [head = "", , signature = ""] = honest.split(".");
  const tampered = `${head}.${part({ ...CLAIMS, sub: "operator-of-acme", exp: seconds + 600 })}.${signature}`;
  const { privateKey: anotherKey } = generateKeyPairSync("ed25519");
  const ended = await control.bearerOf("leaver");
  await control.rows(`update sessions set ended_at = 1 where session_id = 'ses_leaver'`);
  await control.setRole("banned", "OWNER");
  const banned = await control.bearerOf("banned");
  await control.rows(`update users set disabled_at = 1 where user_id = 'banned'`);
  const expired = await control.bearerOf("owner-of-acme", new Date(control.now().getTime() - HOUR_MS));
  return [
    state("an expired session", unauthenticated("token_expired"), expired),
    state("a session that was logged out", unauthenticated("invalid_token"), ended),
    state("the session of a disabled user", unauthenticated("invalid_token"), banned),
    state("a session as api key", unauthenticated("invalid_token"), { "x-api-key": honest }),
    invalid("a session without signature", unsigned),
    invalid("a session signed with the public key as a secret", `${hmacBody}.${hmac}`),
    invalid("a session signed by another key", await forge({}, {}, anotherKey)),
    invalid("a session with a changed payload", tampered),
    invalid("a session of another issuer", await forge({ iss: "someone" })),
    invalid("a session for another audience", await forge({ aud: "elsewhere" })),
    invalid("a session of another type", await forge({}, { typ: "JWT" })),
    invalid("a session that is not yet valid", await forge({ nbf: seconds + 300 })),
    invalid("a session without an id", await forge({ sid: undefined })),
    invalid("a session of a user who is not there", await forge({ sub: "nobody" })),
    invalid("a session that never ends", await forge({ exp: undefined })),
  ];
}

function sessions(control: Control): CredentialState[] {
  const of = (name: string, userId: string, held: Held): CredentialState => ({
    name,
    held,
    headers: () => control.bearerOf(userId),
  });
  return [
    of("a stranger's session", "stranger", { kind: "session" }),
    ...ROLES.map((role) => {
      const userId = `${role.toLowerCase()}-of-acme`;
      return {
        ...of(`a ${role}'s session`, userId, { kind: "session", role }),
        headers: async () => {
          await control.setRole(userId, role);
          return control.bearerOf(userId);
        },
      };
    }),
  ];
}

async function tokens(control: Control): Promise<CredentialState[]> {
  const foreign = await control.token(["*"], { handle: "other" });
  const states = [
    state("another handle's token", { kind: "token", grants: ["*"], isForeign: true }, bearer(foreign.text)),
  ];
  for (const grant of GRANTS) {
    const { text } = await control.token([grant]);
    const held: Held = { kind: "token", grants: [grant], role: "OPERATOR" };
    states.push(state(`a token with ${grant}`, held, bearer(text)));
  }
  const { text } = await control.token(["*"]);
  const all: Held = { kind: "token", grants: ["*"], role: "OPERATOR" };
  states.push(state("a token as api key", all, { "x-api-key": text }));
  states.push(state("a token after a scheme in small letters", all, { authorization: `bearer ${text}` }));
  return [...states, ...(await shrunkTokens(control))];
}

/** Tokens whose creators have come down in the world since. */
async function shrunkTokens(control: Control): Promise<CredentialState[]> {
  const made = async (userId: string, then: "CREATOR" | null) => {
    await control.setRole(userId, "OPERATOR");
    const creator = await control.signedIn(userId);
    const answer = await creator.post("/v2/handles/acme/tokens", { name: "x", scopes: ["*"] });
    await control.setRole(userId, then);
    return bearer((answer.body as { token: string }).token);
  };
  return [
    state(
      "the token of someone demoted",
      { kind: "token", grants: ["*"], role: "CREATOR" },
      await made("demoted", "CREATOR"),
    ),
    state("the token of someone removed", { kind: "token", grants: ["*"] }, await made("removed", null)),
  ];
}
