import { afterAll, expect, test } from "vitest";
import type { Grant } from "#kernel/access.ts";
import { credentialStates } from "#testing/credential-states.ts";
import { startControl } from "#testing/start-control.ts";

const control = await startControl();
afterAll(() => control[Symbol.asyncDispose]());
const PUBLIC = "/v2/public/handles/acme/function-bindings";
const states = await credentialStates(control);
const owner = await control.member("OWNER");
const put = async (key: string, more: object) => {
  const target = { type: "SCRIPT", source: 'export default () => new Response("ok")' };
  const { status } = await owner.put(`/v2/handles/acme/function-bindings/${key}`, { target, ...more });
  expect(status).toBe(201);
};
await put("plain", {});
await put("open", { access: "NONE" });
await put("open-off", { access: "NONE", enabled: false });
await put("off", { enabled: false });
await put("of-links", { requiredScope: "links.write" });
await put("of-plain", { requiredScope: "functions.invoke:plain" });

/** Written out, so that it cannot share a mistake with the code it judges. */
const COVERING: Readonly<Record<string, readonly Grant[]>> = {
  plain: ["functions.invoke:plain", "functions.invoke", "*"],
  "of-plain": ["functions.invoke:plain", "functions.invoke", "*"],
  "of-links": ["links.write", "links.*", "*"],
};
const REQUIRED: Readonly<Record<string, string>> = {
  plain: "functions.invoke:plain",
  "of-plain": "functions.invoke:plain",
  "of-links": "links.write",
};

test.each(Object.keys(COVERING))(
  "%s lets in exactly those tokens whose grant covers its scope",
  async (key) => {
    let letIn = 0;
    for (const { name, headers, held } of states) {
      if (held.kind !== "token" || held.isForeign || held.role === undefined) continue;
      const answer = await control.client(await headers()).get(`${PUBLIC}/${key}/invoke`);
      if (held.grants.some((grant) => COVERING[key]?.includes(grant))) {
        expect([name, answer.status, answer.body]).toEqual([name, 200, "ok"]);
        letIn += 1;
        continue;
      }
      const refusal = { error: "insufficient_scope", required: [REQUIRED[key]], granted: held.grants };
      expect([name, answer.status, answer.body]).toEqual([name, 403, expect.objectContaining(refusal)]);
      const challenge = `Bearer realm="api", error="insufficient_scope", scope="${REQUIRED[key]}"`;
      expect(answer.headers.get("www-authenticate")).toBe(challenge);
    }
    expect(letIn).toBeGreaterThan(2);
  },
);

test("a token for one binding may invoke that one and what is open, and sees no other", async () => {
  const token = await control.token(["functions.invoke:plain"]);
  expect((await token.get(`${PUBLIC}/plain/invoke`)).status).toBe(200);
  expect((await token.get(`${PUBLIC}/open/invoke`)).status).toBe(200);
  expect((await token.get(`${PUBLIC}/of-links/invoke`)).status).toBe(403);
  const { body } = await token.get(PUBLIC);
  expect(body).toMatchObject({
    functions: [
      { bindingKey: "of-plain" },
      { bindingKey: "open", access: "NONE" },
      {
        ...{ bindingKey: "plain", requiredScope: "functions.invoke:plain", methods: ["GET", "POST"] },
        invokeUrl: `http://api.switchyard.test${PUBLIC}/plain/invoke`,
      },
    ],
  });
  expect(JSON.stringify(body)).not.toMatch(/source|"ok"|target|url":/);
});

test("what a token may list is what it may invoke, whatever its grant", async () => {
  const keys = ["plain", "open", "open-off", "off", "of-links", "of-plain"];
  for (const { name, headers, held } of states) {
    if (held.kind !== "token" || held.isForeign || held.role === undefined) continue;
    const client = control.client(await headers());
    const { functions } = (await client.get(PUBLIC)).body as { functions: { bindingKey: string }[] };
    const listed = functions.map(({ bindingKey }) => bindingKey);
    const invocable = [];
    for (const key of keys)
      if ((await client.get(`${PUBLIC}/${key}/invoke`)).status === 200) invocable.push(key);
    expect([name, listed]).toEqual([name, invocable.toSorted()]);
  }
});

test("a binding that is off, or was never there, is one answer; and 403 for whoever might not have invoked it", async () => {
  const some = await control.token(["links.read"]);
  const all = await control.token(["*"]);
  for (const key of ["off", "open-off", "nowhere"]) {
    expect(await all.get(`${PUBLIC}/${key}/invoke`)).toMatchObject({
      status: 404,
      body: { error: "not_found" },
    });
    const refusal = { error: "insufficient_scope", required: [`functions.invoke:${key}`] };
    expect(await some.get(`${PUBLIC}/${key}/invoke`)).toMatchObject({ status: 403, body: refusal });
    expect(await owner.get(`/v2/handles/acme/function-bindings/${key}/invoke`)).toMatchObject({
      status: 404,
    });
  }
});

test("a member invokes everything, whatever scope it names", async () => {
  const creator = await control.member("CREATOR");
  for (const key of ["plain", "open", "of-links", "of-plain"]) {
    expect((await creator.get(`/v2/handles/acme/function-bindings/${key}/invoke`)).status).toBe(200);
    expect((await creator.get(`${PUBLIC}/${key}/invoke`)).status).toBe(200);
  }
  expect((await creator.get("/v2/handles/acme/function-bindings")).status).toBe(403);
});
