import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";
import { startTarget } from "#testing/start-target.ts";
import { createEdgeFunctions } from "./edge-functions.ts";

const BINDINGS = "/v2/handles/acme/function-bindings";
const ask = (method = "GET", body = "") => ({
  ...{ method, below: "/a", query: "q=1", headers: new Headers({ cookie: "a=b", "x-own": "yes" }) },
  bytes: new Blob([body]).stream(),
});
const textOf = (body: Uint8Array | null | undefined) => Buffer.from(body ?? []).toString();

test("anyone may call what is open, and nobody finds what is not", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const source = `export default (request) => Response.json([request.path, request.url, request.headers.get("cookie")])`;
  const target = { type: "SCRIPT", source };
  await operator.put(`${BINDINGS}/open`, { target, access: "NONE" });
  await operator.put(`${BINDINGS}/scoped`, { target });
  await operator.put(`${BINDINGS}/off`, { target, access: "NONE", enabled: false });
  const functions = createEdgeFunctions(control.deps);
  const answer = await functions.answer("hdl_acme", "open", ask());
  expect(answer).toMatchObject({
    status: 200,
    headers: { "cache-control": "no-store", "x-switchyard-function": "open" },
  });
  expect(textOf(answer?.body)).toBe('["/a","/a?q=1",null]');
  for (const key of ["scoped", "off", "nowhere", "", "../open"]) {
    expect(await functions.answer("hdl_acme", key, ask()), key).toBeNull();
  }
  expect(await functions.answer("hdl_other", "open", ask())).toBeNull();
  const { body } = await operator.get(`${BINDINGS}/open/invocations`);
  expect(body).toMatchObject({ invocations: [{ caller: "anonymous", path: "/a", status: 200 }] });
});

test("a refusal is said as the API says it", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const target = { type: "SCRIPT", source: "export default () => { throw 1 }" };
  await operator.put(`${BINDINGS}/open`, { target, access: "NONE", maxBytes: 1024 });
  const functions = createEdgeFunctions(control.deps);
  const failed = await functions.answer("hdl_acme", "open", ask());
  expect([failed?.status, JSON.parse(textOf(failed?.body))]).toEqual([
    502,
    { error: "function_failed", message: expect.any(String), reason: "threw" },
  ]);
  expect(await functions.answer("hdl_acme", "open", ask("PUT"))).toMatchObject({
    status: 405,
    headers: { allow: "HEAD, GET, POST", "x-content-type-options": "nosniff" },
  });
  expect((await functions.answer("hdl_acme", "open", ask("POST", "x".repeat(1025))))?.status).toBe(413);
});

test("no function leads a visitor to another site", async () => {
  await using control = await startControl();
  const places = [
    "/own",
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "own",
    "javascript:alert(1)",
  ];
  const remote = await startTarget(({ path }, response) => {
    response.writeHead(302, { location: places[Number(path.at(-1))] }).end();
  });
  const operator = await control.member("OPERATOR");
  await operator.put(`${BINDINGS}/go`, { target: { type: "HTTP", url: remote.url }, access: "NONE" });
  const functions = createEdgeFunctions(control.deps);
  const led: (string | undefined)[] = [];
  for (const one of places.keys()) {
    const answer = await functions.answer("hdl_acme", "go", { ...ask(), below: `/${one}`, query: "" });
    led.push(answer?.headers["location"]);
  }
  expect(led).toEqual(["/own", undefined, undefined, undefined, undefined, undefined]);
});

test("a caller who hangs up in the middle is no failure of ours, and nothing is called", async () => {
  await using control = await startControl();
  const remote = await startTarget((_, response) => response.end());
  const operator = await control.member("OPERATOR");
  await operator.put(`${BINDINGS}/go`, { target: { type: "HTTP", url: remote.url }, access: "NONE" });
  const bytes = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("aborted")),
  });
  const answer = await createEdgeFunctions(control.deps).answer("hdl_acme", "go", { ...ask("POST"), bytes });
  expect(answer?.status).toBe(400);
  expect(remote.seen).toEqual([]);
});
