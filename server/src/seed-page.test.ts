import { afterAll, describe, expect, test } from "vitest";
import { startProgram } from "#testing/start-program.ts";

// The page that describes the product to its users, call by call, against the whole program.
const program = await startProgram();
afterAll(() => program[Symbol.asyncDispose]());
const { call } = program;

const CONTROL = "/v2/handles/acme";
const PUBLIC = "/v2/public/handles/acme";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

async function signIn(name: string): Promise<string> {
  const account = { email: `${name}@example.com`, password: "Correct-horse-battery-42" };
  expect((await call("POST", "/v2/auth/signup", { body: account })).status).toBe(201);
  return String((await call("POST", "/v2/auth/login", { body: account })).body["accessToken"]);
}

const jwt = await signIn("owner");
await call("POST", "/v2/handles", { token: jwt, body: { handle: "acme" } });
await call("POST", "/v2/handles", { token: jwt, body: { handle: "other" } });

async function mint(scopes: readonly string[], name = "test", as = jwt) {
  const { status, body } = await call("POST", `${CONTROL}/tokens`, { token: as, body: { name, scopes } });
  return { status, body, token: String(body["token"]), tokenId: String(body["tokenId"]) };
}

describe("create a PAT", () => {
  test("returns 201 with the full token; later reads show the token and its scopes, never the secret", async () => {
    const scopes = ["analytics.*", "links.read"];
    const { status, body, token, tokenId } = await mint(scopes, "ci-analytics-reader");
    expect(status).toBe(201);
    expect(token).toMatch(/^patv1_[0-9A-Za-z]{16}\.[0-9A-Za-z]{49}$/);
    expect(body).toMatchObject({ name: "ci-analytics-reader", scopes });
    const listed = await call("GET", `${CONTROL}/tokens`, { token: jwt });
    expect(listed.body["tokens"]).toContainEqual(expect.objectContaining({ tokenId, scopes }));
    expect(JSON.stringify(listed.body)).not.toContain(token.split(".")[1]);
  });

  test("grants each of the thirteen documented scopes, and no other", async () => {
    const scopes = [
      ...["links.read", "links.write", "analytics.*", "webhooks.*", "files.read", "files.write"],
      ...["site.deployments.read", "site.deployments.write", "pages.read", "pages.write"],
      ...["tracking.templates.*", "chain.signal.write", "personalization.*"],
    ];
    expect((await mint(scopes)).body["scopes"]).toEqual(scopes);
    expect((await mint(["links.fly"])).body).toMatchObject({ error: "invalid_scope" });
  });
});

describe("use a PAT", () => {
  test("the page's own calls: create a link, list links, follow it, and see that click in the funnel", async () => {
    const { token } = await mint(["links.read", "links.write", "analytics.*"]);
    const body = { destinationUrl: "https://example.com/launch", title: "New Launch" };
    expect((await call("PUT", `${PUBLIC}/links/new-launch`, { token, body })).status).toBe(201);
    const listed = await call("GET", `${PUBLIC}/links`, { token });
    expect(listed.body["links"]).toEqual([expect.objectContaining({ slug: "new-launch", ...body })]);
    const viaKey = await call("GET", `${PUBLIC}/links`, { headers: { "x-api-key": token } });
    expect(viaKey.status).toBe(200);
    const host = `acme.${program.config.addresses.sitesDomain}`;
    const hop = await call("GET", "/new-launch", { headers: { host, "user-agent": FIREFOX } });
    expect(hop.status).toBe(302);
    const asked = () => call("GET", `${PUBLIC}/analytics?funnel=true`, { token });
    await expect
      .poll(asked, { timeout: 10_000, interval: 100 })
      .toMatchObject({ status: 200, body: { totals: { clicks: 1, qualifiedClicks: 1 } } });
    const { body: analytics } = await asked();
    expect(analytics["funnel"]).toMatchObject({ steps: [{ name: "clicks", count: 1 }, {}, {}, {}] });
  });
});

describe("manage tokens", () => {
  test("a revoked token is refused at once, has left the list, and cannot be revoked again", async () => {
    const { token, tokenId } = await mint(["links.read"]);
    const revoke = () => call("DELETE", `${CONTROL}/tokens/${tokenId}`, { token: jwt });
    expect((await revoke()).status).toBe(204);
    const refused = { status: 401, body: { error: "invalid_token" } };
    expect(await call("GET", `${PUBLIC}/links`, { token })).toMatchObject(refused);
    expect(await revoke()).toMatchObject({ status: 404, body: { error: "not_found" } });
    const { body } = await call("GET", `${CONTROL}/tokens`, { token: jwt });
    expect(JSON.stringify(body)).not.toContain(tokenId);
  });

  test("takes an OPERATOR; a CREATOR is told which role is needed, and may list links", async () => {
    const creator = await signIn("creator");
    const invite = (role: string) =>
      call("PUT", `${CONTROL}/collaborators`, {
        token: jwt,
        body: { collaborators: [{ email: "creator@example.com", role }] },
      });
    expect((await invite("CREATOR")).status).toBe(200);
    expect((await mint(["links.read"], "x", creator)).body).toMatchObject({
      error: "insufficient_role",
      requiredRole: "OPERATOR",
    });
    expect((await call("GET", `${CONTROL}/links`, { token: creator })).status).toBe(200);
    await invite("OPERATOR");
    expect((await mint(["links.read"], "x", creator)).status).toBe(201);
  });
});

describe("common errors", () => {
  test("401 missing_bearer_token without a header, 401 invalid_token for anything that is no working token", async () => {
    const { token } = await mint(["links.read"]);
    const list = (sent?: string) => call("GET", `${PUBLIC}/links`, sent === undefined ? {} : { token: sent });
    expect(await list()).toMatchObject({ status: 401, body: { error: "missing_bearer_token" } });
    for (const bad of [
      "garbage",
      "patv1_abc123.secret456",
      `${token}x`,
      token.slice(0, -1),
      `Bearer ${token}`,
    ]) {
      expect(await list(bad), bad).toMatchObject({ status: 401, body: { error: "invalid_token" } });
    }
  });

  test("403 insufficient_scope for a scope it lacks, for the control plane, and for any other handle alike", async () => {
    const { token } = await mint(["links.read", "analytics.*"]);
    const refused = { status: 403, body: { error: "insufficient_scope" } };
    const body = { destinationUrl: "https://example.com" };
    expect(await call("PUT", `${PUBLIC}/links/nope-1`, { token, body })).toMatchObject(refused);
    for (const [method, path] of [
      ["GET", `${CONTROL}/tokens`],
      ["POST", `${CONTROL}/tokens`],
      ["GET", `${CONTROL}/links`],
      ["GET", "/v2/handles"],
      ["PUT", `${CONTROL}/collaborators`],
    ] as const) {
      expect(await call(method, path, { token }), path).toMatchObject(refused);
    }
    const foreign = await call("GET", "/v2/public/handles/other/links", { token });
    const absent = await call("GET", "/v2/public/handles/nobody/links", { token });
    expect(foreign).toMatchObject(refused);
    expect({ ...absent.body, requestId: "" }).toEqual({ ...foreign.body, requestId: "" });
  });
});
