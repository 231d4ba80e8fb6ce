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
const LINK_RULES = 20;
const HANDLE_RULES = 50;
const DESTINATION = "https://example.com/launch";

await using program = await spawnProgram();
await using nginx = await startNginx(
  `add_header Cache-Control "private, no-store"; return 302 ${DESTINATION};`,
);

type Handle = Awaited<ReturnType<typeof signUp>>;

async function put(path: string, credential: string, body: unknown): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${program.port}${path}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${credential}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function makeLinks({ handle, token }: Handle, fields: object): Promise<void> {
  for (let n = 0; n < LINKS; n++) {
    const body = { destinationUrl: DESTINATION, ...fields };
    await put(`/v2/public/handles/${handle}/links/link${n}`, token, body);
  }
}

/** Rules of every kind but segments, which are asked of a cookie; all are asked, and none is met. */
const CONDITIONS = [
  { countryIn: ["FR", "ES", "IT"], deviceIn: ["DESKTOP"] },
  { deviceIn: ["MOBILE", "TABLET"] },
  { sourceIn: ["social", "email", "qr"] },
  { campaignIn: ["spring", "summer"] },
  { languageIn: ["de", "fr"], osIn: ["iOS"] },
  { browserIn: ["Safari", "Edge"], deviceIn: ["DESKTOP"] },
  { referrerHostIn: ["news.example.org", "example.net"] },
  { timeWindow: { tz: "Europe/Vienna", days: ["MON"], from: "03:00", to: "03:01" }, sourceIn: ["qr"] },
  { osIn: ["Windows", "macOS"] },
  { percent: 0.01, languageIn: ["en"], campaignIn: ["nobody"] },
] as const;
const ruleOf = (n: number) => ({
  priority: n,
  when: CONDITIONS[n % CONDITIONS.length],
  variant: { id: `v${n}`, destinationUrl: `https://example.com/variant/${n}` },
});

const plain = await signUp(program.port);
const ruled = await signUp(program.port, "ruled");
await makeLinks(plain, {});
await makeLinks(ruled, {
  routingRules: Array.from({ length: LINK_RULES }, (_, n) => ({ id: `r${n}`, ...ruleOf(n) })),
});
for (let n = 0; n < HANDLE_RULES; n++) {
  await put(`/v2/handles/${ruled.handle}/personalization-rules/r${n}`, ruled.session, ruleOf(n));
}

const headersFor = (handle: string) => ({
  Host: `${handle}.localhost:${program.port}`,
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Accept-Language": "en-US,en;q=0.9",
  Referer: "https://www.google.com/",
});
const paths = Array.from({ length: LINKS }, (_, n) => `/link${n}`);

/** One round against one server: how many were answered, and how fast. */
async function load(port: number, handle: string, seconds: number) {
  const headers = headersFor(handle);
  if (hasWrk()) return wrk({ port, connections: 64, seconds, paths, headers, status: 302 });
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = (n: number) => `GET ${paths[n % LINKS]} HTTP/1.1\r\n${head.join("")}\r\n`;
  const requests = seconds * 10_000;
  return { requests, ...(await httpLoad({ port, connections: 64, requests, request, status: 302 })) };
}

const targets = [
  { name: "switchyard", port: program.port, pid: program.pid, handle: plain.handle },
  {
    name: `with ${LINK_RULES} + ${HANDLE_RULES} rules`,
    port: program.port,
    pid: program.pid,
    handle: ruled.handle,
  },
  ...(nginx === undefined
    ? []
    : [{ name: "nginx, access log", port: nginx.port, pid: nginx.workerPid, handle: plain.handle }]),
];
const figures = new Map(
  targets.map(({ name }) => [
    name,
    { cpuUs: [] as number[], perSecond: [] as number[], p99Ms: [] as number[] },
  ]),
);
for (const { port, handle } of targets) await load(port, handle, 2); // Warm.
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, port, pid, handle } of targets) {
    const before = cpuOf(pid);
    const { requests, perSecond, p99Ms } = await load(port, handle, SECONDS);
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

function compare(
  what: string,
  one: readonly number[] | undefined,
  other: readonly number[] | undefined,
): void {
  if (one === undefined || other === undefined) return;
  const ratios = one.map((cpu, round) => cpu / (other[round] ?? Number.NaN));
  const rounds = ratios.map((ratio) => ratio.toFixed(2)).join(" ");
  console.log(`${what}, round by round: ${median(ratios).toFixed(2)} (${rounds})`);
}
const [ours, withRules, theirs] = targets.map(({ name }) => figures.get(name)?.cpuUs ?? []);
compare("ratio to nginx", ours, theirs);
compare("ratio of a redirect with rules to a plain one", withRules, ours);
if (theirs === undefined) console.log("nginx is not installed here, so there is nothing to compare with.");
