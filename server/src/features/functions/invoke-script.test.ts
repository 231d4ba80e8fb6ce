import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";

const BINDINGS = "/v2/handles/acme/function-bindings";
const handler = (body: string) => `export default async function (request, env) { ${body} }`;
const script = (source: string, more: object = {}) => ({ target: { type: "SCRIPT", source }, ...more });

test("a script is handed the request and its variables, and answers", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const source = handler(`
    const { name } = await request.json();
    return Response.json({ hello: name, path: request.path, q: request.query.q, env,
      secrets: [request.headers.get("authorization"), request.headers.get("cookie"), request.headers.get("x-api-key")],
    }, { status: 201, headers: { "x-own": "yes", "set-cookie": "a=b" } });`);
  const target = { type: "SCRIPT", source, env: { KEY: "value" } };
  await operator.put(`${BINDINGS}/greet`, { target });
  const member = await control.member("CREATOR");
  const answer = await member.post(`${BINDINGS}/greet/invoke/a/b?q=1`, { name: "Anna" }, { cookie: "c=d" });
  expect(answer).toMatchObject({
    status: 201,
    body: { hello: "Anna", path: "/a/b", q: "1", env: { KEY: "value" }, secrets: [null, null, null] },
  });
  expect(answer.headers.get("x-own")).toBe("yes");
  expect(answer.headers.get("set-cookie")).toBeNull();
});

test("a script that throws is 502 without its words, which are in the log of its operators", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.put(
    `${BINDINGS}/fail`,
    script(handler('console.log("about to"); throw new Error("the password is x")')),
  );
  const answer = await operator.post(`${BINDINGS}/fail/invoke`, {});
  expect(answer).toMatchObject({ status: 502, body: { error: "function_failed", reason: "threw" } });
  expect(JSON.stringify(answer.body)).not.toContain("password");
  const { body } = await operator.get(`${BINDINGS}/fail/invocations`);
  expect(body).toMatchObject({
    invocations: [
      { status: 502, error: "threw", message: "Error: the password is x (line 1)", log: "about to" },
    ],
  });
});

test("what throws because of a request goes on being called; what reaches its limits is left alone", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.put(`${BINDINGS}/throws`, script(handler("throw 1")));
  for (let one = 0; one < 7; one++) {
    expect((await operator.post(`${BINDINGS}/throws/invoke`, {})).status).toBe(502);
  }
  await operator.put(`${BINDINGS}/endless`, script(handler("for (;;) {}"), { timeoutMs: 100 }));
  for (let one = 0; one < 5; one++) {
    expect((await operator.post(`${BINDINGS}/endless/invoke`, {})).status).toBe(504);
  }
  const refused = await operator.post(`${BINDINGS}/endless/invoke`, {});
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
  await operator.put(`${BINDINGS}/endless`, script(handler('return new Response("mended")')));
  expect((await operator.post(`${BINDINGS}/endless/invoke`, {})).body).toBe("mended");
});
