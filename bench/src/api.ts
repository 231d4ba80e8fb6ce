import { cpuOf } from "./cpu-of.ts";
import { httpLoad, type Load } from "./http-load.ts";
import { median } from "./median.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

const ROUNDS = 5;
const SLUGS = 1_000;

await using program = await spawnProgram();
const { port, pid } = program;
const { handle, token } = await signUp(port);

const slugOf = (n: number) => `slug${String(n % SLUGS).padStart(4, "0")}`;
let version = 0;

function request(method: string, path: string, body?: string): string {
  const head = `${method} /v2/public/handles/${handle}${path} HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${token}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Each body differs from the one before, or there would be nothing to write. */
const put = (n: number) =>
  request(
    "PUT",
    `/links/${slugOf(n)}`,
    JSON.stringify({
      destinationUrl: "https://example.com/launch",
      title: `Launch ${version++}`,
      tags: ["a", "b"],
    }),
  );
const get = () => request("GET", `/links/${slugOf(0)}`);

type Case = Pick<Load, "connections" | "requests" | "request" | "status">;
const CASES: Readonly<Record<string, Case>> = {
  "PUT link, 64 clients": { connections: 64, requests: 12_000, request: put, status: 200 },
  "PUT link, one client": { connections: 1, requests: 1_500, request: put, status: 200 },
  "GET link with a token, 64 clients": { connections: 64, requests: 12_000, request: get, status: 200 },
};

await httpLoad({ port, connections: 16, requests: SLUGS, request: put, status: 201 });
for (const load of Object.values(CASES)) await httpLoad({ port, ...load, requests: 1_000 }); // Warm.

const figures = new Map<string, { perSecond: number[]; cpuUs: number[]; p99Ms: number[] }>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, load] of Object.entries(CASES)) {
    const before = cpuOf(pid);
    const { perSecond, p99Ms } = await httpLoad({ port, ...load });
    const seen = figures.get(name) ?? { perSecond: [], cpuUs: [], p99Ms: [] };
    seen.perSecond.push(perSecond);
    seen.cpuUs.push((cpuOf(pid) - before) / load.requests);
    seen.p99Ms.push(p99Ms);
    figures.set(name, seen);
  }
}

console.log(`medians of ${ROUNDS} rounds, SQLite, synchronous=FULL, ${process.version}`);
for (const [name, { perSecond, cpuUs, p99Ms }] of figures) {
  const rate = `${median(perSecond).toFixed(0).padStart(6)}/s`;
  const cpu = `${median(cpuUs).toFixed(0).padStart(5)} µs CPU`;
  console.log(`${name.padEnd(36)} ${rate} ${cpu}  p99 ${median(p99Ms).toFixed(1)} ms`);
}
