import { afterAll, expect, test } from "vitest";
import { createSandbox } from "./create-sandbox.ts";
import type { ScriptCall, ScriptFailure } from "./sandbox.ts";

const sandbox = createSandbox({ threads: 2 });
afterAll(() => sandbox[Symbol.asyncDispose]());

const CPU_MS = 400;
const BYTES_MAX = 65_536;
const GROWTH_BYTES_MAX = 300 * 1024 * 1024;
const request = { method: "GET", path: "/", query: "", headers: [], body: new Uint8Array() };
const callOf = (source: string): ScriptCall => ({
  source,
  env: { SECRET: "of this binding" },
  request,
  cpuMs: CPU_MS,
  answerBytesMax: BYTES_MAX,
});
const handler = (body: string) => `export default async function (request, env) { ${body} }`;
const answering = (expression: string) => handler(`return new Response(String(${expression}));`);

type Ending = ScriptFailure | "answers";

/** What each may come to. An answer is no harm; that it holds nothing of ours is asked below. */
const HOSTILE: readonly [what: string, source: string, endings: readonly Ending[]][] = [
  ["an endless loop", handler("for (;;) {}"), ["time"]],
  ["an endless loop at its top", "for (;;) {}", ["time"]],
  [
    "a loop that catches everything",
    handler("for (;;) try { for (;;) {} } catch {} finally { continue }"),
    ["time"],
  ],
  [
    "an endless generator",
    handler("function* g() { for (;;) yield 1 } return Response.json([...g()])"),
    ["memory", "time"],
  ],
  [
    "a memory bomb",
    handler("const all = []; for (;;) all.push('x'.repeat(100000) + all.length)"),
    ["memory", "time", "threw"],
  ],
  [
    "a memory bomb that is kept",
    "const all = []; for (;;) all.push(new Uint8Array(100000))",
    ["memory", "time"],
  ],
  ["a doubling string", handler("let s = 'x'; for (;;) s += s"), ["memory", "threw", "time"]],
  [
    "a large array",
    handler("return Response.json(new Array(2 ** 32 - 1).fill(0))"),
    ["memory", "threw", "time"],
  ],
  ["a large buffer", handler("return new Response(new Uint8Array(2 ** 31))"), ["memory", "threw"]],
  ["a number without end", handler("let n = 3n; for (;;) n *= n"), ["memory", "time", "threw"]],
  ["a catastrophic pattern", handler("return new Response(/^(a+)+$/.test('a'.repeat(60) + '!'))"), ["time"]],
  [
    "a pattern that recurses",
    handler("return new Response(new RegExp('('.repeat(20000)).test('x'))"),
    ["threw"],
  ],
  ["deep recursion", handler("const f = () => f() + 1; return new Response(f())"), ["threw"]],
  ["deep JSON", handler("return new Response(JSON.parse('['.repeat(500000)))"), ["threw"]],
  ["deep source", `export default () => ${"(".repeat(30000)}1${")".repeat(30000)}`, ["load", "crashed"]],
  [
    "a sort that never agrees",
    handler("const a = Array(200000).fill(0).map((_, i) => i); for (;;) a.sort(() => 1)"),
    ["time"],
  ],
  [
    "a replaced prototype",
    `
    Array.prototype.map = Object.entries = JSON.stringify = String.prototype.slice = () => { throw new Error("mine") };
    Object.prototype.then = function (take) { take({ status: 666 }) };
    Object.defineProperty(Object.prototype, "status", { get() { for (;;) {} } });
    ${answering("1")}`,
    ["answers", "threw", "time", "no_answer", "memory"],
  ],
  [
    "a constructor that reaches out",
    answering(
      "this?.constructor?.constructor('return globalThis.process ?? globalThis.require ?? 0')() ?? 0",
    ),
    ["answers"],
  ],
  [
    "the constructor of what is handed in",
    answering(
      "request.headers.get.constructor('return typeof process + typeof require + typeof globalThis.fetch')()",
    ),
    ["answers"],
  ],
  [
    "the constructor of the console",
    answering("console.log.constructor.constructor('return typeof process')()"),
    ["answers"],
  ],
  [
    "the caller of the handler",
    answering("(() => { try { return arguments.callee.caller } catch (e) { return e } })()"),
    ["answers"],
  ],
  ["an import of the system", `import * as os from "os"; ${answering("os")}`, ["load"]],
  [
    "an import while running",
    handler("return new Response((await import('std')).getenv('PATH'))"),
    ["threw", "no_answer"],
  ],
  [
    "a flood of promises",
    handler(
      "const again = () => { Promise.resolve().then(again); Promise.resolve().then(again) }; again(); await new Promise(() => {})",
    ),
    ["memory", "time"],
  ],
  [
    "a chain of promises without end",
    handler("const again = () => Promise.resolve().then(again); await again()"),
    ["memory", "time"],
  ],
  ["a promise that never settles", handler("await new Promise(() => {})"), ["no_answer"]],
  ["a module that never settles", `await new Promise(() => {}); ${answering("1")}`, ["load"]],
  ["a thenable that never ends", handler("return { then() { for (;;) {} } }"), ["time"]],
  ["an answer that is too large", handler("return new Response('x'.repeat(1000000))"), ["too_large"]],
  ["bytes that are too many", handler("return new Response(new Uint8Array(1000000))"), ["too_large"]],
  ["a text of many bytes", handler(`return new Response("\u20ac".repeat(${BYTES_MAX / 2}))`), ["too_large"]],
  [
    "a getter that throws",
    handler("return Object.defineProperty({}, 'status', { get() { throw 1 } })"),
    ["threw"],
  ],
  [
    "a getter of the answer's options",
    handler("return new Response('', { get status() { for (;;) {} } })"),
    ["time"],
  ],
  [
    "an answer behind a proxy",
    handler("return new Proxy(new Response('x'), { get() { throw new Error('no') } })"),
    ["threw"],
  ],
  [
    "a proxy of everything",
    handler(
      "const p = new Proxy(function () {}, { get: () => p, apply: () => p, getPrototypeOf: () => Response.prototype }); return p",
    ),
    ["threw", "time", "no_answer", "memory"],
  ],
  [
    "a header with a line break",
    handler("return new Response('', { headers: { 'x-a': 'b\\r\\nset-cookie: c' } })"),
    ["threw"],
  ],
  [
    "a header without end",
    handler("return new Response('', { headers: { 'x-a': 'b'.repeat(100000) } })"),
    ["bad_answer"],
  ],
  [
    "a thousand headers",
    handler(
      "const r = new Response(''); for (let i = 0; i < 1000; i++) r.headers.set('x-' + i, '1'); return r",
    ),
    ["bad_answer"],
  ],
  [
    "a buffer that counts itself differently",
    handler(
      "Object.defineProperty(ArrayBuffer.prototype, 'byteLength', { get: () => 1 }); return new Response(new ArrayBuffer(1000000))",
    ),
    ["too_large"],
  ],
  [
    "a slice that gives something else",
    `
    ArrayBuffer.prototype.slice = () => ({ length: 5, byteLength: 5 });
    ${handler("return new Response(new ArrayBuffer(5))")}`,
    ["bad_answer"],
  ],
  [
    "an error with an endless message",
    handler("throw Object.defineProperty(new Error(), 'message', { get() { for (;;) {} } })"),
    ["time"],
  ],
  [
    "an error that is a bomb",
    handler(
      "const e = new Error('x'); e.toString = e.valueOf = null; Object.setPrototypeOf(e, null); throw e",
    ),
    ["threw"],
  ],
  ["a log without end", handler("for (;;) console.log('x'.repeat(10000))"), ["time"]],
  [
    "a symbol as text",
    handler("console.log(Symbol('x'), Object.create(null)); throw Symbol('x')"),
    ["threw"],
  ],
  [
    "a wait that blocks",
    handler(
      "return new Response(typeof Atomics + Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000))",
    ),
    ["threw", "time"],
  ],
  [
    "finalizers",
    handler(
      "const r = new FinalizationRegistry(() => { for (;;) {} }); for (let i = 0; i < 1000; i++) r.register({}, i); return new Response('x')",
    ),
    ["answers", "time"],
  ],
];

const echo = {
  ...callOf(handler("return new Response(request.method + ' ' + env.SECRET)")),
  cpuMs: 5_000, // What is asked is whether it answers, not how fast a busy machine is.
};

const grownSince = (bytes: number) => process.memoryUsage().rss - bytes;

test.each(HOSTILE)("%s ends within its limits, and the next call answers", async (_, source, endings) => {
  const before = process.memoryUsage().rss;
  const startedAt = performance.now();
  const cpuBefore = process.threadCpuUsage();
  const outcome = await sandbox.run("hostile", callOf(source), 5_000);
  const { user, system } = process.threadCpuUsage(cpuBefore); // A busy machine holds up a clock, and not this.
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeLessThan(CPU_MS + 20_000); // A thread may have to be started on a busy machine.
  expect((user + system) / 1000, "The script ran in this thread.").toBeLessThan(CPU_MS / 2);
  expect(endings).toContain(outcome.failure?.kind ?? "answers");
  expect(outcome.log.length).toBeLessThanOrEqual(4096);
  const said = `${Buffer.from(outcome.answer?.body ?? [])} ${outcome.failure?.message} ${outcome.log}`;
  expect(said).not.toMatch(
    /node_modules|file:|\/src\/|function process|\bobject(?:function|undefined)|\/bin/,
  );
  // What a script takes it takes each time; what else lives in this process grows once.
  let least = before;
  for (let again = 0; again < 2 && grownSince(least) >= GROWTH_BYTES_MAX; again++) {
    least = process.memoryUsage().rss;
    await sandbox.run("hostile", callOf(source), 5_000);
  }
  // A thread that was ended gives back what it had in its own time.
  await expect.poll(() => grownSince(least), { timeout: 10_000 }).toBeLessThan(GROWTH_BYTES_MAX);
  const after = await sandbox.run("someone else", echo, 5_000);
  expect(after.failure).toBeNull();
  expect(Buffer.from(after.answer?.body ?? []).toString()).toBe("GET of this binding");
});

test("there are as many hostile scripts as were promised", () => expect(HOSTILE.length).toBeGreaterThan(25));

test("nothing that a script leaves behind is there for the next", async () => {
  const leave = callOf(`globalThis.left = 1; Array.prototype.left = 1; ${answering("typeof left")}`);
  const look = callOf(answering("typeof left + typeof [].left"));
  expect(Buffer.from((await sandbox.run("a", leave, 5_000)).answer?.body ?? []).toString()).toBe("number");
  for (let again = 0; again < 4; again++) {
    const seen = await sandbox.run("b", look, 5_000);
    expect(Buffer.from(seen.answer?.body ?? []).toString()).toBe("undefinedundefined");
  }
});

test("a script finds no way to a network, a file, a timer or a fine clock", async () => {
  const names = ["fetch", "XMLHttpRequest", "WebSocket", "process", "require", "setTimeout", "setInterval"];
  const more = ["performance", "Atomics", "WebAssembly", "std", "os", "Worker", "importScripts", "navigator"];
  const source = answering(
    `${JSON.stringify([...names, ...more])}.filter((name) => name in globalThis).join() + (Date.now() % 1)`,
  );
  const seen = await sandbox.run("a", callOf(source), 5_000);
  expect(Buffer.from(seen.answer?.body ?? []).toString()).toBe("0");
});
