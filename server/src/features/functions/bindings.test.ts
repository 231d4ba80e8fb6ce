import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";

const BINDINGS = "/v2/handles/acme/function-bindings";
const SOURCE = 'export default () => new Response("ok")';
const script = (source = SOURCE, more: object = {}) => ({ target: { type: "SCRIPT", source }, ...more });
const http = (url: string, more: object = {}) => ({ target: { type: "HTTP", url }, ...more });
type Body = Record<string, unknown>;

const traces = async (control: Control) => ({
  audit: await control.rows(
    "select action, target from audit_events where action like 'function_binding%' order by 1",
  ),
  events: await control.rows("select type from outbox where type like 'function_binding%' order by 1"),
});

onEveryEngine((_, locate) => {
  test("a binding is created, replaced and deleted, with its version, its audit and its events", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const created = await operator.put(`${BINDINGS}/greet`, script());
    expect(created).toMatchObject({
      status: 201,
      body: {
        ...{
          bindingKey: "greet",
          methods: ["GET", "POST"],
          access: "SCOPED",
          requiredScope: null,
          enabled: true,
        },
        ...{ timeoutMs: 5000, maxBytes: 262_144, publicUrl: null, version: 1 },
        target: { type: "SCRIPT", source: SOURCE, env: {} },
      },
    });
    expect(created.headers.get("etag")).toBe('"1"');
    const stale = { "if-match": '"7"' };
    expect((await operator.put(`${BINDINGS}/greet`, script(), stale)).status).toBe(412);
    const env = { A: "b" };
    const change = {
      target: { type: "SCRIPT", source: SOURCE, env },
      access: "NONE",
      methods: ["PUT", "PUT"],
    };
    expect(await operator.put(`${BINDINGS}/greet`, change, { "if-match": '"1"' })).toMatchObject({
      status: 200,
      body: { version: 2, methods: ["PUT"], target: { env }, publicUrl: "http://acme.sites.test/_fn/greet" },
    });
    expect(await operator.get(`${BINDINGS}/greet`)).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await operator.get(BINDINGS)).body).toMatchObject({ bindings: [{ bindingKey: "greet" }] });
    expect((await operator.delete(`${BINDINGS}/greet`, { "if-match": '"1"' })).status).toBe(412);
    expect((await operator.delete(`${BINDINGS}/greet`)).status).toBe(204);
    expect((await operator.get(`${BINDINGS}/greet`)).status).toBe(404);
    expect((await operator.delete(`${BINDINGS}/greet`)).status).toBe(404);
    expect((await operator.put(`${BINDINGS}/greet`, script())).body).toMatchObject({ version: 4 });
    expect(await traces(control)).toEqual({
      audit: ["create", "create", "delete", "update"].map((verb) => ({
        action: `function_binding.${verb}`,
        target: "greet",
      })),
      events: ["created", "created", "deleted", "updated"].map((verb) => ({
        type: `function_binding.${verb}`,
      })),
    });
  });
});

onEveryEngine((_, locate) => {
  test("a signing secret is shown once, kept sealed, and goes with the binding", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const url = "https://api.example/hook";
    const { signingSecret } = (await operator.put(`${BINDINGS}/call`, http(url))).body as Body;
    expect(signingSecret).toMatch(/^fnsec_[\w-]{43}$/);
    const again = (await operator.put(`${BINDINGS}/call`, http("https://api.example/other"))).body as Body;
    expect(again).not.toHaveProperty("signingSecret");
    expect(JSON.stringify((await operator.get(`${BINDINGS}/call`)).body)).not.toMatch(/ecret/);
    const rotate = () => operator.post(`${BINDINGS}/call/rotate-secret`, {}, { "idempotency-key": "once" });
    const [first, repeated] = [(await rotate()).body as Body, (await rotate()).body as Body];
    expect(first["signingSecret"]).toMatch(/^fnsec_/);
    expect(first["signingSecret"]).not.toBe(signingSecret);
    expect(repeated).toMatchObject({ secretAlreadyShown: true });
    expect(repeated).not.toHaveProperty("signingSecret");
    const everything = JSON.stringify([
      await control.rows("select * from function_bindings"),
      await control.rows("select * from audit_events"),
      await control.rows("select * from outbox"),
      await control.rows("select * from idempotency"),
    ]);
    expect(everything).not.toContain(String(signingSecret));
    expect(everything).not.toContain(String(first["signingSecret"]));
    await operator.put(`${BINDINGS}/call`, script());
    expect((await operator.post(`${BINDINGS}/call/rotate-secret`, {})).status).toBe(409);
    expect(await control.rows("select secret, secret_before from function_bindings")).toEqual([
      { secret: null, secret_before: null },
    ]);
  });
});

const REFUSED: [what: string, body: object, path: string][] = [
  ["no target", {}, "target"],
  ["an unknown target", { target: { type: "FTP", url: "https://a.example" } }, "target.type"],
  ["a target in the clear", http("http://a.example/"), "target.url"],
  ["a target inside", http("https://10.0.0.1/"), "target.url"],
  ["a target with a password", http("https://a:b@a.example/"), "target.url"],
  ["a target that is a file", http("file:///etc/passwd"), "target.url"],
  [
    "a source for a URL",
    { target: { type: "HTTP", url: "https://a.example", source: SOURCE } },
    "target.source",
  ],
  ["an empty script", script(""), "target.source"],
  ["a script with a mistake", script("export default functoin () {}"), "target.source"],
  ["a script without a default export", script("export const a = 1"), "target.source"],
  ["a script that throws when it is loaded", script("null.x; export default () => 1"), "target.source"],
  ["a script that never loads", script("for (;;) {}"), "target.source"],
  ["a script of more than 64 KB", script(`${SOURCE}//${"x".repeat(65_536)}`), "target.source"],
  [
    "a variable with a strange name",
    { target: { type: "SCRIPT", source: SOURCE, env: { "a-b": "c" } } },
    "target.env.a-b",
  ],
  ["no methods", script(SOURCE, { methods: [] }), "methods"],
  ["an unknown method", script(SOURCE, { methods: ["TRACE"] }), "methods.0"],
  ["an unknown access", script(SOURCE, { access: "PUBLIC" }), "access"],
  ["an unknown scope", script(SOURCE, { requiredScope: "links.fly" }), "requiredScope"],
  ["the scope of a family", script(SOURCE, { requiredScope: "links.*" }), "requiredScope"],
  ["no time", script(SOURCE, { timeoutMs: 0 }), "timeoutMs"],
  ["too much time", script(SOURCE, { timeoutMs: 10_001 }), "timeoutMs"],
  ["too many bytes", script(SOURCE, { maxBytes: 1_048_577 }), "maxBytes"],
  ["an unknown field", script(SOURCE, { name: "x" }), "name"],
];

test("what cannot be a binding is refused by its field, and leaves no trace", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  for (const [what, body, path] of REFUSED) {
    const refusal = { status: 400, body: { error: "invalid_payload", details: [{ path }] } };
    expect(await operator.put(`${BINDINGS}/key`, body), what).toMatchObject(refusal);
  }
  for (const key of ["Key", "-key", "_key", "k.e", "k".repeat(64), "%C3%BC"]) {
    expect((await operator.put(`${BINDINGS}/${key}`, script())).status, key).toBe(400);
  }
  expect(await traces(control)).toEqual({ audit: [], events: [] });
  expect(await control.rows("select * from function_bindings")).toEqual([]);
});

test("a handle has a hundred bindings at most", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.put(`${BINDINGS}/one`, script());
  for (let one = 1; one < 100; one++) {
    await control.rows(
      `insert into function_bindings select handle_id, 'key-${one}', target_type, target, env, methods, access, required_scope, timeout_ms, max_bytes, enabled, secret, secret_before, secret_before_until, version, created_at, updated_at, deleted_at from function_bindings where binding_key = 'one'`,
    );
  }
  expect((await operator.put(`${BINDINGS}/more`, script())).status).toBe(409);
  expect((await operator.put(`${BINDINGS}/one`, script())).status).toBe(200);
});
