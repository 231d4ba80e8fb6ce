import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import pino from "pino";
import { Registry } from "prom-client";
import { expect, onTestFinished, test } from "vitest";
import { buildControlApi } from "#control.ts";
import { createClient } from "#testing/client.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { createOidcVerifier } from "./oidc-verifier.ts";

const AUDIENCE = "switchyard-here";
const INVALID = { status: 401, body: { error: "invalid_token" } };

/** An identity provider on loopback, with a key per algorithm. */
async function startProvider() {
  const [rsa, ec, ed, hmac] = await Promise.all([
    generateKeyPair("RS256"),
    generateKeyPair("ES256"),
    generateKeyPair("EdDSA"),
    generateKeyPair("RS512"),
  ]);
  const pairs = { RS256: rsa, ES256: ec, EdDSA: ed, RS512: hmac };
  const jwks = await Promise.all(
    Object.entries(pairs).map(async ([kid, pair]) => ({ ...(await exportJWK(pair.publicKey)), kid })),
  );
  const asked: string[] = [];
  let isDown = false;
  let speaksFor: string | undefined;
  const server: Server = createServer(({ url = "" }, response) => {
    asked.push(url);
    if (isDown) response.writeHead(500).end();
    else if (url === "/keys") response.end(JSON.stringify({ keys: jwks }));
    else response.end(JSON.stringify({ issuer: speaksFor ?? issuer, jwks_uri: `${issuer}/keys` }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    asked,
    pairs,
    fail: (down: boolean) => {
      isDown = down;
    },
    speakFor: (other: string) => {
      speaksFor = other;
    },
    sign: (control: Control, claims: Record<string, unknown> = {}, alg: keyof typeof pairs = "RS256") => {
      const seconds = Math.floor(control.now().getTime() / 1000);
      const standard = { iss: issuer, aud: AUDIENCE, sub: "outside-7", iat: seconds, exp: seconds + 300 };
      return new SignJWT({
        ...standard,
        sid: "s1",
        email: "anna@example.com",
        email_verified: true,
        ...claims,
      })
        .setProtectedHeader({ alg, kid: alg })
        .sign(pairs[alg].privateKey);
    },
  };
}
type Provider = Awaited<ReturnType<typeof startProvider>>;

/** The same installation with an outside provider. */
function withProvider(control: Control, { issuer }: Provider) {
  const api = buildControlApi(control.deps, {
    operations: control.operations,
    addressOf: () => "192.0.2.1",
    tokenWatch: { used: () => {}, keptOut: () => {}, flush: async () => {} },
    health: [],
    registry: new Registry(),
    metricsToken: undefined,
    oidc: createOidcVerifier({ issuer, audience: AUDIENCE }),
  });
  return (jwt: string) => createClient(api, { authorization: `Bearer ${jwt}` });
}

async function start() {
  const control = await startControl({ override: { log: pino({ level: "silent" }) } });
  onTestFinished(() => control[Symbol.asyncDispose]());
  await control.person("anna");
  await control.rows("update users set email_proven_at = 1 where user_id = 'anna'");
  const provider = await startProvider();
  return { control, provider, as: withProvider(control, provider) };
}

test.each(["RS256", "ES256", "EdDSA"] as const)(
  "a token signed with %s is the user with its address",
  async (alg) => {
    const { control, provider, as } = await start();
    const me = await as(await provider.sign(control, { email: "Anna@Example.com" }, alg)).get("/v2/auth/me");
    expect(me).toMatchObject({ status: 200, body: { userId: "anna", email: "anna@example.com" } });
  },
);

test("every token of one outside sign-in is one session, recorded once", async () => {
  const { control, provider, as } = await start();
  const tokens = [
    await provider.sign(control),
    await provider.sign(control, { iat: 1 }),
    await provider.sign(control),
  ];
  for (const jwt of tokens) expect((await as(jwt).get("/v2/auth/me")).status).toBe(200);
  expect((await as(await provider.sign(control, { sid: "s2" })).get("/v2/auth/me")).status).toBe(200);
  expect(await control.rows("select * from sessions where session_id <> 'ses_anna'")).toHaveLength(2);
  expect(await control.rows("select * from audit_events where action = 'session.create'")).toHaveLength(2);
  expect(provider.asked).toEqual(["/.well-known/openid-configuration", "/keys"]);
});

test("logging out ends the outside sign-in here, for all its tokens, and no other sign-in", async () => {
  const { control, provider, as } = await start();
  expect((await as(await provider.sign(control)).send("POST", "/v2/auth/logout")).status).toBe(204);
  expect(await as(await provider.sign(control, { iat: 1 })).get("/v2/auth/me")).toMatchObject(INVALID);
  expect((await as(await provider.sign(control, { sid: "s2" })).get("/v2/auth/me")).status).toBe(200);
});

test("an address without an account is refused, and makes none", async () => {
  const { control, provider, as } = await start();
  const jwt = await provider.sign(control, { email: "nobody@example.com" });
  expect(await as(jwt).get("/v2/auth/me")).toMatchObject(INVALID);
  expect(await control.rows("select user_id from users")).toEqual([{ user_id: "anna" }]);
});

test("a disabled user is refused, also with a session from before", async () => {
  const { control, provider, as } = await start();
  const client = as(await provider.sign(control));
  expect((await client.get("/v2/auth/me")).status).toBe(200);
  await control.rows("update users set disabled_at = 1");
  expect(await client.get("/v2/auth/me")).toMatchObject(INVALID);
});

test.each([
  ["an address that is not verified", { email_verified: false }],
  ["an address that is verified in words only", { email_verified: "true" }],
  ["nothing about verification", { email_verified: undefined }],
  ["another audience", { aud: "somebody-else" }],
  ["no end", { exp: undefined }],
  ["a beginning that is still to come", { nbf: 4_000_000_000 }],
  ["no subject", { sub: undefined }],
])("a token with %s is refused", async (_, claims) => {
  const { control, provider, as } = await start();
  expect(await as(await provider.sign(control, claims)).get("/v2/auth/me")).toMatchObject(INVALID);
  expect(await control.rows("select * from sessions where session_id <> 'ses_anna'")).toEqual([]);
});

test("a token that is over says so", async () => {
  const { control, provider, as } = await start();
  const jwt = await provider.sign(control);
  control.advance(306_000);
  expect(await as(jwt).get("/v2/auth/me")).toMatchObject({ status: 401, body: { error: "token_expired" } });
});

test("other algorithms, other keys and no signature are refused", async () => {
  const { control, provider, as } = await start();
  const stranger = await startProvider();
  const claims = { iss: provider.issuer };
  const [head = "", body = ""] = (await provider.sign(control)).split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  const forged = [
    await provider.sign(control, {}, "RS512"),
    await stranger.sign(control, claims),
    `${none}.${body}.`,
    `${head}.${body}.`,
  ];
  for (const jwt of forged) expect(await as(jwt).get("/v2/auth/me"), jwt).toMatchObject(INVALID);
});

test("a provider that does not answer is 503, so that no client throws its token away", async () => {
  const { control, provider, as } = await start();
  provider.fail(true);
  const answer = await as(await provider.sign(control)).get("/v2/auth/me");
  expect(answer).toMatchObject({ status: 503, body: { error: "unavailable" } });
  expect(answer.headers.get("retry-after")).toBe("5");
});

test("a provider that speaks for another issuer is not believed", async () => {
  const { control, provider, as } = await start();
  provider.speakFor("https://elsewhere.example");
  expect((await as(await provider.sign(control)).get("/v2/auth/me")).status).toBe(503);
});

test("our own sessions work beside the provider's, and without one its tokens are nobody's", async () => {
  const { control, provider, as } = await start();
  const { authorization } = await control.bearerOf("anna");
  expect((await as(authorization.slice("Bearer ".length)).get("/v2/auth/me")).status).toBe(200);
  const outside = control.client({ authorization: `Bearer ${await provider.sign(control)}` });
  expect(await outside.get("/v2/auth/me")).toMatchObject(INVALID);
});

test("an account whose address was never proven here is not shared with whom the address belongs to", async () => {
  const { control, provider, as } = await start();
  const squatter = { email: "owner@example.com", password: "Correct-horse-battery-42" };
  await control.anonymous.post("/v2/auth/signup", squatter);
  const jwt = await provider.sign(control, { email: "owner@example.com" });
  expect(await as(jwt).get("/v2/auth/me")).toMatchObject(INVALID);
  await control.anonymous.post("/v2/auth/password/forgot", { email: "owner@example.com" });
  await expect.poll(() => control.mails).toHaveLength(1);
  const [token = ""] = /rstv1_[\w-]+/.exec(control.mails[0]?.text ?? "") ?? [];
  const reset = { token, password: "Another-horse-battery-43" };
  expect((await control.anonymous.post("/v2/auth/password/forgot/confirm", reset)).status).toBe(204);
  expect((await as(jwt).get("/v2/auth/me")).status).toBe(200);
});
