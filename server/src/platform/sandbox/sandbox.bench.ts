import { createSandbox } from "./create-sandbox.ts";
import type { ScriptCall } from "./sandbox.ts";

// How long one call of a small script takes once its thread is warm: `node server/src/platform/sandbox/sandbox.bench.ts`.

const WARM_UP = 200;
const MEASURED = 2_000;

const call: ScriptCall = {
  source: `export default async function (request, env) {
    const { name } = await request.json();
    return Response.json({ greeting: env.GREETING + ", " + name, path: request.path });
  }`,
  env: { GREETING: "Hello" },
  request: {
    method: "POST",
    path: "/greet",
    query: "lang=en",
    headers: [["content-type", "application/json"]],
    body: Buffer.from('{"name":"Anna"}'),
  },
  cpuMs: 1_000,
  answerBytesMax: 65_536,
};

await using sandbox = createSandbox();
const startedAt = performance.now();
await sandbox.run("bench", call, 10_000);
console.log(`first call, with its thread: ${(performance.now() - startedAt).toFixed(0)} ms`);
for (let one = 0; one < WARM_UP; one++) await sandbox.run("bench", call, 10_000);
const times: number[] = [];
for (let one = 0; one < MEASURED; one++) {
  const at = performance.now();
  const { failure } = await sandbox.run("bench", call, 10_000);
  if (failure !== null) throw new Error(failure.message);
  times.push(performance.now() - at);
}
times.sort((one, other) => one - other);
const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
console.log(`warm call: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
