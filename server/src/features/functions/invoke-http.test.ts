import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createLimits } from "#platform/limits/limits.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { startTarget } from "#testing/start-target.ts";

const BINDINGS = "/v2/handles/acme/function-bindings";
const INVOKE = "/v2/public/handles/acme/function-bindings/call/invoke";
const ALL = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

async function bindTo(control: Control, url: string, more: object = {}): Promise<string> {
  const operator = await control.member("OPERATOR");
  const body = { target: { type: "HTTP", url }, methods: ALL, ...more };
  const answer = await operator.put(`${BINDINGS}/call`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return String((answer.body as Record<string, unknown>)["signingSecret"]);
}

type Sending = {
  readonly method?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  readonly below?: string;
};

async function invoke(control: Control, { method = "POST", body, headers = {}, below = "" }: Sending = {}) {
  const { text } = await control.token(["functions.invoke:call"]);
  const response = await control.api.request(
    INVOKE + below,
    { method, headers: { authorization: `Bearer ${text}`, ...headers }, ...(body !== undefined && { body }) },
    { address: "192.0.2.1" },
  );
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}

const errorOf = ({ body }: { body: Buffer }) => JSON.parse(body.toString()) as Record<string, unknown>;

test.each(ALL)("%s reaches the target as it was sent, and its answer comes back", async (method) => {
  await using control = await startControl();
  const target = await startTarget((_, response) => {
    response.writeHead(418, { "content-type": "text/x-own", "x-own": "yes", "set-cookie": "a=b" });
    response.end(Buffer.from([0, 255, 1]));
  });
  await bindTo(control, `${target.url}/base?key=1`);
  const body = method === "GET" ? {} : { body: "grüße" };
  const answer = await invoke(control, { method, ...body, below: "/a%20b/c?q=1&q=%2F" });
  expect(answer.status).toBe(418);
  expect([...answer.body]).toEqual([0, 255, 1]);
  expect(target.seen).toMatchObject([
    { method, path: "/base/a%20b/c?key=1&q=1&q=%2F", body: method === "GET" ? "" : "grüße" },
  ]);
});

test("HEAD is asked as HEAD, and goes with GET", async () => {
  await using control = await startControl();
  const target = await startTarget((_, response) => response.writeHead(200, { "x-own": "yes" }).end());
  await bindTo(control, target.url, { methods: ["GET"] });
  const answer = await invoke(control, { method: "HEAD" });
  expect([answer.status, answer.headers.get("x-own"), answer.body.length]).toEqual([200, "yes", 0]);
  expect(target.seen[0]?.method).toBe("HEAD");
});

test("no credential and no header of the connection gets to the target, no cookie and no cache back", async () => {
  await using control = await startControl();
  const target = await startTarget((_, response) => {
    response.writeHead(200, {
      "content-type": "text/html",
      "set-cookie": ["a=b", "c=d"],
      "cache-control": "public, max-age=60",
      "access-control-allow-origin": "*",
      "access-control-allow-credentials": "true",
      "content-security-policy": "default-src *",
      "x-frame-options": "ALLOWALL",
      "x-request-id": "mine",
      "strict-transport-security": "max-age=1",
      etag: '"1"',
      server: "own",
      "x-own": "yes",
    });
    response.end("<script>1</script>");
  });
  await bindTo(control, target.url);
  const answer = await invoke(control, {
    body: "{}",
    headers: {
      "content-type": "application/json",
      "stripe-signature": "t=1,v1=a",
      "x-hub-signature-256": "sha256=a",
      cookie: "a=b",
      "x-api-key": "patv1_x",
      "x-forwarded-for": "203.0.113.1",
      "x-auth-token": "secret",
      "x-switchyard-signature": "t=1,v1=forged",
      "proxy-authorization": "Basic x",
      connection: "x-named",
      "x-named": "gone",
      "if-none-match": '"1"',
    },
  });
  const headers = target.seen[0]?.headers ?? {};
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "stripe-signature": "t=1,v1=a",
    "x-hub-signature-256": "sha256=a",
    host: new URL(target.url).host,
  });
  const secret = [
    "authorization",
    "cookie",
    "x-api-key",
    "x-forwarded-for",
    "x-auth-token",
    "proxy-authorization",
  ];
  for (const name of [...secret, "x-named", "if-none-match"]) expect(headers).not.toHaveProperty(name);
  expect(headers["x-switchyard-signature"]).not.toContain("forged");
  expect(JSON.stringify(target.seen)).not.toContain("patv1_");
  const sent = Object.fromEntries(answer.headers);
  expect(sent).toMatchObject({
    "content-type": "text/html",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringMatching(/^sandbox; default-src 'none'/),
    "x-own": "yes",
    "x-switchyard-function": "call",
  });
  const ours = ["set-cookie", "etag", "server", "x-frame-options", "strict-transport-security"];
  for (const name of [...ours, "access-control-allow-credentials"]) expect(sent).not.toHaveProperty(name);
  expect(sent["x-request-id"]).not.toBe("mine");
});

test("a request is signed over its time, method, path and body, by both secrets while they overlap", async () => {
  await using control = await startControl();
  const target = await startTarget((_, response) => response.end());
  const first = await bindTo(control, `${target.url}/hook?key=1`);
  const marksOf = (secrets: readonly string[]) => {
    const seconds = Math.floor(control.now().getTime() / 1000);
    const over = `${seconds}.PUT./hook/a?key=1&b=c.body`;
    return [
      `t=${seconds}`,
      ...secrets.map((one) => `v1=${createHmac("sha256", one).update(over).digest("hex")}`),
    ].join();
  };
  const signature = async () => {
    await invoke(control, { method: "PUT", body: "body", below: "/a?b=c" });
    return target.seen.at(-1)?.headers["x-switchyard-signature"];
  };
  expect(await signature()).toBe(marksOf([first]));
  const operator = await control.member("OPERATOR");
  const rotated = await operator.post(`${BINDINGS}/call/rotate-secret`, { overlapSeconds: 60 });
  const { signingSecret: second } = rotated.body as { signingSecret: string };
  control.advance(59_000);
  expect(await signature()).toBe(marksOf([second, first]));
  control.advance(2_000);
  expect(await signature()).toBe(marksOf([second]));
});

test("a path that would lead out of the target is refused, and nothing is called", async () => {
  await using control = await startControl();
  const target = await startTarget((_, response) => response.end());
  await bindTo(control, `${target.url}/base`);
  for (const below of ["/%252e%252e/x", "/a%2f..%2f..", "/..%5cx"]) {
    const answer = await invoke(control, { below });
    expect([answer.status, errorOf(answer)["error"]], below).toEqual([400, "invalid_payload"]);
  }
  expect(target.seen).toEqual([]);
});

test("what cannot be reached, is too large or takes too long is 502 or 504, and says nothing of where it is", async () => {
  await using control = await startControl();
  const target = await startTarget((_, response) => response.writeHead(200).end("x".repeat(2_000)));
  await bindTo(control, target.url, { maxBytes: 1024 });
  const large = await invoke(control);
  expect([large.status, errorOf(large)]).toEqual([
    502,
    expect.objectContaining({ error: "function_failed", reason: "too_large" }),
  ]);
  const silent = await startTarget(() => {});
  await bindTo(control, silent.url, { timeoutMs: 100 });
  const late = await invoke(control);
  expect([late.status, errorOf(late)]).toEqual([
    504,
    expect.objectContaining({ error: "function_timeout", reason: "timeout" }),
  ]);
  await bindTo(control, "http://127.0.0.1:1/secret-path");
  const away = await invoke(control);
  expect([away.status, errorOf(away)["reason"]]).toEqual([502, "connect"]);
  expect(away.body.toString()).not.toMatch(/127\.0\.0\.1|secret-path|ECONN/);
});

test("a body beyond maxBytes, a method that is not listed and one call too many reach nothing", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  const target = await startTarget((_, response) => response.end());
  await bindTo(control, target.url, { maxBytes: 1024, methods: ["POST"] });
  const large = await invoke(control, { body: "x".repeat(1025) });
  expect([large.status, errorOf(large)["error"]]).toEqual([413, "payload_too_large"]);
  const get = await invoke(control, { method: "GET" });
  expect([get.status, errorOf(get)["error"], get.headers.get("allow")]).toEqual([
    405,
    "method_not_allowed",
    "POST",
  ]);
  expect(target.seen).toEqual([]);
  const member = await control.member("CREATOR");
  const path = `${BINDINGS}/call/invoke`;
  const statuses = new Map<number, number>();
  for (let one = 0; one < 605; one++) {
    const { status } = await member.post(path, undefined);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(statuses.get(429)).toBeGreaterThanOrEqual(5);
  expect(target.seen.length).toBeLessThanOrEqual(600);
});

test("a target that fails is left alone for thirty seconds, then tried by one call", async () => {
  await using control = await startControl();
  let isWell = false;
  const target = await startTarget((_, response) => (isWell ? response.end("well") : response.destroy()));
  await bindTo(control, target.url);
  for (let one = 0; one < 5; one++) expect((await invoke(control)).status).toBe(502);
  const refused = await invoke(control);
  expect([refused.status, errorOf(refused)["error"], refused.headers.get("retry-after")]).toEqual([
    503,
    "unavailable",
    "30",
  ]);
  expect(target.seen).toHaveLength(5);
  control.advance(30_000);
  isWell = true;
  expect((await invoke(control)).body.toString()).toBe("well");
  expect((await invoke(control)).status).toBe(200);
});

test("an answer without a body has none, and one of our statuses is the target's own", async () => {
  await using control = await startControl();
  const target = await startTarget(({ path }, response) => response.writeHead(Number(path.slice(1))).end());
  await bindTo(control, target.url);
  for (const status of [204, 304, 401, 500, 599]) {
    const answer = await invoke(control, { below: `/${status}` });
    expect([answer.status, answer.headers.get("x-switchyard-function")]).toEqual([status, "call"]);
    expect(answer.body.length).toBe(0);
  }
});

test("a revoked token ends the call that it has begun", async () => {
  await using control = await startControl();
  const { promise: hasBegun, resolve } = Promise.withResolvers<void>();
  const target = await startTarget(() => resolve());
  await bindTo(control, target.url, { timeoutMs: 10_000 });
  const token = await control.token(["*"]);
  const call = token.post(INVOKE, {});
  await hasBegun;
  const operator = await control.member("OPERATOR");
  await operator.delete(`/v2/handles/acme/tokens/${token.tokenId}`);
  expect((await call).status).toBe(401);
});
