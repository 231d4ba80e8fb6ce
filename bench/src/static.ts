import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuOf } from "./cpu-of.ts";
import { median } from "./median.ts";
import { startNginx } from "./nginx.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";
import { hasWrk, wrk } from "./wrk.ts";

const ROUNDS = 5;
const SECONDS = 4;
const FILES = 100;
const FILE_BYTES = 10 * 1024;
const LARGE_BYTES = 8 * 1024 * 1024;
const TRAFFIC_BYTES = 1024 ** 3;
const MB = 1024 ** 2;

if (!hasWrk()) throw new Error("wrk is not installed here.");
await using program = await spawnProgram();
const root = mkdtempSync(join(tmpdir(), "static-bench-"));
chmodSync(root, 0o755);
await using nginx = await startNginx(`access_log off; root ${root}; sendfile on; tcp_nopush on;`);
const { handle, token } = await signUp(program.port);

/** Bytes that no compression makes smaller, so that both send the same. */
const small = Array.from({ length: FILES }, (_, n) => ({
  path: `file${n}.bin`,
  bytes: randomBytes(FILE_BYTES),
}));
const large = Array.from({ length: 4 }, (_, n) => ({
  path: `large${n}.bin`,
  bytes: randomBytes(LARGE_BYTES),
}));
const files = [{ path: "index.html", bytes: Buffer.from("<p>bench</p>") }, ...small, ...large];
for (const { path, bytes } of files) writeFileSync(join(root, path), bytes);
await deploy();

async function call(
  method: string,
  path: string,
  body: object | undefined,
): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const answer = await fetch(`http://127.0.0.1:${program.port}${path}`, request);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Record<string, unknown>;
}

async function deploy(): Promise<void> {
  const base = `/v2/public/handles/${handle}/site-deployments`;
  const announced = files.map(({ path, bytes }) => ({ path, sizeBytes: bytes.length }));
  const { deploymentId, putUrls } = await call("POST", base, { files: announced });
  for (const { path, bytes } of files) {
    const { pathname } = new URL((putUrls as Record<string, string>)[path] ?? "");
    const answer = await fetch(`http://127.0.0.1:${program.port}${pathname}`, { method: "PUT", body: bytes });
    if (!answer.ok) throw new Error(await answer.text());
  }
  await call("POST", `${base}/${deploymentId}/complete`, undefined);
}

const headers = {
  Host: `${handle}.localhost:${program.port}`,
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Accept-Encoding": "gzip, deflate, br, zstd",
  "Accept-Language": "en-US,en;q=0.9",
};
const load = (port: number, some: readonly { path: string }[], seconds: number) =>
  wrk({ port, connections: 64, seconds, paths: some.map(({ path }) => `/${path}`), headers, status: 200 });

const targets = [
  { name: "switchyard", port: program.port, pid: program.pid },
  ...(nginx === undefined ? [] : [{ name: "nginx, no log", port: nginx.port, pid: nginx.workerPid }]),
].map((target) => ({ ...target, cpuUs: [] as number[], perSecond: [] as number[], p99Ms: [] as number[] }));
for (const { port } of targets) await load(port, small, 2); // Warm.
for (let round = 0; round < ROUNDS; round++) {
  for (const target of targets) {
    const before = cpuOf(target.pid);
    const { requests, perSecond, p99Ms } = await load(target.port, small, SECONDS);
    target.cpuUs.push((cpuOf(target.pid) - before) / requests);
    target.perSecond.push(perSecond);
    target.p99Ms.push(p99Ms);
  }
}
console.log(
  `a file of ${FILE_BYTES / 1024} KB, medians of ${ROUNDS} rounds of ${SECONDS} s, 64 keep-alive connections, wrk, ${process.version}`,
);
for (const { name, cpuUs, perSecond, p99Ms } of targets) {
  const cpu = `${median(cpuUs).toFixed(1).padStart(6)} µs CPU`;
  console.log(
    `${name.padEnd(20)} ${cpu} ${median(perSecond).toFixed(0).padStart(7)}/s  p99 ${median(p99Ms).toFixed(1)} ms`,
  );
}
const [ours, theirs] = targets;
if (ours && theirs) {
  const ratios = ours.cpuUs.map((cpu, round) => cpu / (theirs.cpuUs[round] ?? Number.NaN));
  console.log(
    `ratio to nginx, round by round: ${median(ratios).toFixed(2)} (${ratios.map((one) => one.toFixed(2)).join(" ")})`,
  );
}

/** Resident memory of a process in bytes. Linux only. */
const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;

/** Whole files, eight at a time: wrk keeps each answer in memory, which takes it longer than we need to send one. */
async function fetchAll(): Promise<number> {
  let sent = 0;
  await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      const { path } = large[n % large.length] ?? { path: "" };
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      get({ port: program.port, path: `/${path}`, headers, agent: false }, resolve).on("error", reject);
      for await (const piece of await promise) sent += (piece as Buffer).length;
    }),
  );
  return sent;
}

/** Loads until about so many bytes have been sent; tells how much was, and the memory in use at the most. */
async function traffic(some: () => Promise<number>): Promise<string> {
  let sent = 0;
  let peak = 0;
  const before = rssOf(program.pid);
  const watch = setInterval(() => {
    peak = Math.max(peak, rssOf(program.pid));
  }, 100);
  try {
    while (sent < TRAFFIC_BYTES) sent += await some();
  } finally {
    clearInterval(watch);
  }
  const mb = (bytes: number) => (bytes / MB).toFixed(0);
  return `${mb(sent)} MB: resident ${mb(before)} MB before, ${mb(peak)} MB at most, ${mb(rssOf(program.pid))} MB after`;
}
const loadSmall = async () => (await load(program.port, small, 2)).requests * FILE_BYTES;
console.log(`traffic of ${FILE_BYTES / 1024} KB files, ${await traffic(loadSmall)}`);
// Several times: what grew on the way to the first gigabyte must not go on growing.
for (const gigabyte of [1, 2, 3, 4]) {
  console.log(`traffic of ${LARGE_BYTES / MB} MB files, gigabyte ${gigabyte}, ${await traffic(fetchAll)}`);
}
await rm(root, { recursive: true });
