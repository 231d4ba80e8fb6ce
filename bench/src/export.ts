import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const GROWTH_MB_MAX = 150;
const START = Date.UTC(2025, 0, 1);
const STEP_MS = 20_000;
const NEWLINE = 0x0a;

/** What people's histories have in them: many links, referrers and campaigns, and a visitor for each click. */
const lineOf = (row: number) => ({
  at: START + row * STEP_MS,
  slug: `slug-${(row * 7919) % 5000}`,
  country: ["DE", "US", "FR", "GB", "JP"][row % 5],
  device: ["mobile", "desktop", "tablet"][row % 3],
  browser: ["Firefox", "Chrome", "Safari"][row % 3],
  referrer: `https://site-${(row * 31) % 997}.example.com/path/${row}`,
  utmSource: "newsletter",
  utmCampaign: `week-${row % 52}`,
  visitor: `visitor-${(row * 104_729) % 300_000}`,
});

function* fileOf(rows: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let row = 0; row < rows; ) {
    let text = "";
    for (const end = Math.min(rows, row + 1000); row < end; row++) text += `${JSON.stringify(lineOf(row))}\n`;
    yield encoder.encode(text);
  }
}

await using program = await spawnProgram();
const { port, pid } = program;
const { handle, token, session } = await signUp(port);
const analytics = (prefix: string) => `http://127.0.0.1:${port}/v2/${prefix}handles/${handle}/analytics`;

await measured(`import ${EVENTS}`, async () => {
  const answer = await fetch(`${analytics("")}/import?batchKey=bench`, {
    method: "POST",
    headers: { authorization: `Bearer ${session}`, "content-type": "application/x-ndjson" },
    body: ReadableStream.from(fileOf(EVENTS)),
    duplex: "half",
  });
  const { events } = (await answer.json()) as { events?: number };
  if (events !== EVENTS) throw new Error(`Not everything was imported: ${answer.status}, ${events}`);
  return 0;
});
await measured("shipping", untilCounted);
for (const dataset of ["events", "daily"]) {
  for (const format of ["csv", "ndjson", "parquet"]) {
    await measured(`${dataset} ${format}`, () => download(`format=${format}&dataset=${dataset}`));
  }
}

async function download(query: string): Promise<number> {
  const url = `${analytics("public/")}/export?${query}&from=2024-12-31&to=2027-01-01`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok || answer.body === null) throw new Error(`${query}: ${answer.status}`);
  let bytes = 0;
  let lines = 0;
  for await (const piece of answer.body) {
    bytes += piece.length;
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) lines += 1;
  }
  const header = query.startsWith("format=csv") ? 1 : 0;
  const isCounted = !query.includes("parquet") && query.includes("events");
  if (isCounted && lines !== EVENTS + header) throw new Error(`${query}: ${lines} lines.`);
  return bytes;
}

async function untilCounted(): Promise<number> {
  for (;;) {
    const url = `${analytics("public/")}?from=2024-12-31&to=2027-01-01&interval=month`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const { totals } = (await answer.json()) as { totals?: { clicks: number } };
    if (totals?.clicks === EVENTS) return 0;
    await sleep(200);
  }
}

/** Prints how long it took, and how much the main process held at its peak more than before; fails for an export over the limit. Linux only. */
async function measured(what: string, work: () => Promise<number>): Promise<void> {
  const before = memory();
  const peak = { mb: before };
  const watching = setInterval(() => {
    peak.mb = Math.max(peak.mb, memory());
  }, 20);
  const begun = performance.now();
  const bytes = await work().finally(() => clearInterval(watching));
  const seconds = (performance.now() - begun) / 1000;
  const growth = peak.mb - before;
  const size = bytes === 0 ? "" : `${(bytes / 2 ** 20).toFixed(0)} MB, `;
  const rate = `${Math.round(EVENTS / seconds).toLocaleString("en")} events/s`;
  console.log(
    `${what.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s  ${rate}, ${size}grew by ${growth.toFixed(0)} MB from ${before.toFixed(0)}`,
  );
  if (bytes > 0 && growth > GROWTH_MB_MAX) process.exitCode = 1;
}

function memory(): number {
  const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}
