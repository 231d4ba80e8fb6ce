import { cpuOf } from "./cpu-of.ts";
import { httpLoad } from "./http-load.ts";
import { median } from "./median.ts";
import { startNginx } from "./nginx.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

const ROUNDS = 5;
const REQUESTS = 60_000;
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

const AGENTS = ["Chrome/142.0.0.0 Safari/537.36", "Firefox/145.0", "Version/19.1 Safari/605.1.15"];
const request = (n: number) =>
  `GET /link${n % LINKS} HTTP/1.1\r\nHost: ${handle}.localhost:${program.port}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) ${AGENTS[n % AGENTS.length]}\r\nAccept-Language: en-US,en;q=0.9\r\nReferer: https://www.google.com/\r\n\r\n`;

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
const load = { connections: 64, request, status: 302 };
for (const { port } of targets) await httpLoad({ port, ...load, requests: 20_000 }); // Warm.
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, port, pid } of targets) {
    const before = cpuOf(pid);
    const { perSecond, p99Ms } = await httpLoad({ port, ...load, requests: REQUESTS });
    const seen = figures.get(name);
    seen?.cpuUs.push((cpuOf(pid) - before) / REQUESTS);
    seen?.perSecond.push(perSecond);
    seen?.p99Ms.push(p99Ms);
  }
}

console.log(
  `medians of ${ROUNDS} rounds of ${REQUESTS} requests, 64 keep-alive connections, ${process.version}`,
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
