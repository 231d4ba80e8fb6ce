import { setTimeout as sleep } from "node:timers/promises";
import { cpuOf } from "./cpu-of.ts";
import { httpLoad } from "./http-load.ts";
import { median } from "./median.ts";
import { startNginx } from "./nginx.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";
import { hasWrk, wrk } from "./wrk.ts";

const ROUNDS = 5;
const SECONDS = 4;
const LINKS = 200;
const DESTINATION = "https://example.com/launch";

await using program = await spawnProgram();
await using nginx = await startNginx(DESTINATION);
const { handle, token } = await signUp(program.port);
for (let n = 0; n < LINKS; n++) {
  const answer = await fetch(`http://127.0.0.1:${program.port}/v2/public/handles/${handle}/links/link${n}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ destinationUrl: DESTINATION }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

const HEADERS = {
  Host: `${handle}.localhost:${program.port}`,
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Accept-Language": "en-US,en;q=0.9",
  Referer: "https://www.google.com/",
};
const paths = Array.from({ length: LINKS }, (_, n) => `/link${n}`);
const head = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
const request = (n: number) => `GET ${paths[n % LINKS]} HTTP/1.1\r\n${head.join("")}\r\n`;

/** One round against one server: how many were answered, and how fast. */
async function load(port: number, seconds: number) {
  if (hasWrk()) return wrk({ port, connections: 64, seconds, paths, headers: HEADERS, status: 302 });
  const requests = seconds * 10_000;
  return { requests, ...(await httpLoad({ port, connections: 64, requests, request, status: 302 })) };
}

const targets = [
  { name: "switchyard", port: program.port, pid: program.pid },
  ...(nginx === undefined ? [] : [{ name: "nginx, access log", port: nginx.port, pid: nginx.workerPid }]),
];
const figures = new Map(
  targets.map(({ name }) => [
    name,
    { cpuUs: [] as number[], perSecond: [] as number[], p99Ms: [] as number[] },
  ]),
);
for (const { port } of targets) await load(port, 2); // Warm.
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, port, pid } of targets) {
    const before = cpuOf(pid);
    const { requests, perSecond, p99Ms } = await load(port, SECONDS);
    await sleep(1_500); // What capture still owes, it pays within this: sealing and shipping count.
    const seen = figures.get(name);
    seen?.cpuUs.push((cpuOf(pid) - before) / requests);
    seen?.perSecond.push(perSecond);
    seen?.p99Ms.push(p99Ms);
  }
}

console.log(
  `medians of ${ROUNDS} rounds of ${SECONDS} s, 64 keep-alive connections, ${hasWrk() ? "wrk" : "a load of our own"}, ${process.version}`,
);
for (const [name, { cpuUs, perSecond, p99Ms }] of figures) {
  const cpu = `${median(cpuUs).toFixed(1).padStart(6)} µs CPU`;
  console.log(
    `${name.padEnd(20)} ${cpu} ${median(perSecond).toFixed(0).padStart(7)}/s  p99 ${median(p99Ms).toFixed(1)} ms`,
  );
}
const [ours, theirs] = targets.map(({ name }) => figures.get(name)?.cpuUs ?? []);
if (ours === undefined || theirs === undefined) {
  console.log("nginx is not installed here, so there is nothing to compare with.");
} else {
  const ratios = ours.map((cpu, round) => cpu / (theirs[round] ?? Number.NaN));
  console.log(
    `ratio, round by round: ${median(ratios).toFixed(2)} (${ratios.map((one) => one.toFixed(2)).join(" ")})`,
  );
}
