import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createSandbox } from "./create-sandbox.ts";
import type { ScriptCall, ScriptOutcome, ScriptRequest } from "./sandbox.ts";
import { SandboxBusy } from "./sandbox-busy.ts";

const plain: ScriptRequest = { method: "GET", path: "/", query: "", headers: [], body: new Uint8Array() };
const callOf = (source: string, given: Partial<ScriptCall> = {}): ScriptCall => ({
  ...{ source, env: {}, request: plain, cpuMs: 2_000, answerBytesMax: 262_144 },
  ...given,
});
const handler = (body: string) => `export default async function (request, env) { ${body} }`;
const ENDLESS = handler("for (;;) {}");

function open(threads = 2) {
  const sandbox = createSandbox({ threads });
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  return sandbox;
}

const textOf = ({ answer }: ScriptOutcome) => Buffer.from(answer?.body ?? []).toString();

test("a script sees the whole request, and its answer comes back whole", async () => {
  const source = handler(`
    const bytes = await request.bytes();
    console.log("asked", { at: request.path }, 1);
    return Response.json({
      method: request.method, url: request.url, path: request.path, query: request.query,
      type: request.headers.get("Content-Type"), json: await request.json(), bytes: bytes.length, env,
      isFrozen: Object.isFrozen(request) && Object.isFrozen(env),
    }, { status: 201, headers: { "X-Own": "yes" } });`);
  const request = {
    ...{ method: "POST", path: "/a%20b", query: "q=1&q=2&r=%C3%BC" },
    headers: [["content-type", "application/json"] as const],
    body: Buffer.from('{"text":"Grüße \\u0000"}'),
  };
  const outcome = await open().run("acme", callOf(source, { request, env: { KEY: "v" } }), 1_000);
  expect(outcome.failure).toBeNull();
  expect(outcome.log).toBe('asked {"at":"/a%20b"} 1');
  expect(outcome.answer).toMatchObject({
    status: 201,
    headers: [
      ["x-own", "yes"],
      ["content-type", "application/json"],
    ],
  });
  expect(JSON.parse(textOf(outcome))).toEqual({
    ...{ method: "POST", url: "/a%20b?q=1&q=2&r=%C3%BC", path: "/a%20b", query: { q: "1", r: "ü" } },
    ...{ type: "application/json", json: { text: "Grüße \0" }, bytes: 25, env: { KEY: "v" }, isFrozen: true },
  });
});

test("bytes come back as they were, text with every character", async () => {
  const sandbox = open();
  const bytes = handler("return new Response(new Uint8Array([0, 255, 128, 10]))");
  const binary = await sandbox.run("acme", callOf(bytes), 1_000);
  expect([...(binary.answer?.body ?? [])]).toEqual([0, 255, 128, 10]);
  const text = await sandbox.run("acme", callOf(handler('return new Response("a\\0b€😀")')), 1_000);
  expect(textOf(text)).toBe("a\0b€😀");
});

test.each([
  ["no default export", "export const a = 1", "no default export"],
  ["a default export that is no function", "export default 1", "no default export"],
  ["a mistake of spelling", "export default functoin () {}", "SyntaxError"],
  ["a module that throws", "const a = b; export default () => a", "(line 1)"],
])("%s is found by loading alone", async (_, source, message) => {
  const outcome = await open().run("acme", callOf(source, { request: null }), 1_000);
  expect(outcome).toMatchObject({ answer: null, failure: { kind: "load" } });
  expect(outcome.failure?.message).toContain(message);
});

test("loading alone calls nothing", async () => {
  const source = `console.log("loaded"); ${handler('console.log("called")')}`;
  const outcome = await open().run("acme", callOf(source, { request: null }), 1_000);
  expect(outcome).toEqual({ answer: null, failure: null, log: "loaded" });
});

test("what a script throws is told with its line", async () => {
  const { failure } = await open().run("acme", callOf(handler("\n\nnull.x")), 1_000);
  expect(failure).toEqual({ kind: "threw", message: expect.stringMatching(/^TypeError: .+\(line 3\)$/) });
});

test("a tenant whose scripts never end leaves a thread to the others", async () => {
  const sandbox = open();
  const endless = Array.from({ length: 4 }, () => sandbox.run("greedy", callOf(ENDLESS), 20_000));
  const answers = await Promise.all(
    Array.from({ length: 5 }, () =>
      sandbox.run("modest", callOf(handler('return new Response("ok")')), 10_000),
    ),
  );
  expect(answers.map(textOf)).toEqual(["ok", "ok", "ok", "ok", "ok"]);
  expect(sandbox.counters.waiting).toBeGreaterThan(1); // The greedy one's own.
  for (const one of await Promise.all(endless)) expect(one.failure?.kind).toBe("time");
  expect(sandbox.counters).toMatchObject({ running: 0, waiting: 0 });
});

test("who waits for longer than he will, or behind too many, is told at once that nothing has run", async () => {
  const sandbox = open();
  const first = sandbox.run("acme", callOf(ENDLESS), 0);
  await expect(sandbox.run("acme", callOf(ENDLESS), 10)).rejects.toThrow(SandboxBusy);
  const waiting = Array.from({ length: 33 }, () => sandbox.run("acme", callOf(ENDLESS), 100));
  const settled = await Promise.allSettled(waiting);
  expect(settled.every(({ status }) => status === "rejected")).toBe(true);
  expect((await first).failure?.kind).toBe("time");
  expect(sandbox.counters).toMatchObject({ running: 0, waiting: 0 });
});

test("closing ends what runs", async () => {
  const sandbox = createSandbox({ threads: 2 });
  const endless = sandbox.run("acme", callOf(ENDLESS, { cpuMs: 10_000 }), 1_000);
  await setImmediate();
  await sandbox[Symbol.asyncDispose]();
  expect((await endless).failure?.kind).toBe("crashed");
  await expect(sandbox.run("acme", callOf(ENDLESS), 1_000)).rejects.toThrow(SandboxBusy);
});
