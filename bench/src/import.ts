import { readFileSync } from "node:fs";
import { cpuOf } from "./cpu-of.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

const ROWS = 100_000;

const slugOf = (format: string, row: number) => `${format}-${String(row).padStart(6, "0")}`;

/** What people's links have in them: a title, two labels, campaign parameters. */
const linkOf = (format: string, row: number) => ({
  slug: slugOf(format, row),
  destinationUrl: `https://shop-${row % 97}.example.com/products/${row}?ref=newsletter`,
  title: `Product ${row}, as seen in "Spring"`,
  tags: ["spring", `shop-${row % 97}`],
  tracking: { utmSource: "newsletter", utmMedium: "email", utmCampaign: `week-${row % 52}` },
});

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

function csvOf(rows: readonly ReturnType<typeof linkOf>[]): string {
  const head = "slug,destinationUrl,title,tags,tracking.utmSource,tracking.utmMedium,tracking.utmCampaign";
  const lines = rows.map(({ slug, destinationUrl, title, tags, tracking }) =>
    [slug, destinationUrl, quoted(title), tags.join("|"), ...Object.values(tracking)].join(","),
  );
  return [head, ...lines, ""].join("\n");
}

const ndjsonOf = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** `VmHWM` (the most memory it ever held) or `VmRSS` (what it holds now) of a process, in MB. Linux only. */
function memoryOf(pid: number, field: "VmHWM" | "VmRSS"): number {
  const [, kilobytes = "0"] =
    new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

type Counts = { readonly rows: number; readonly created: number; readonly failed: number };

const FORMATS = {
  csv: { type: "text/csv", write: csvOf },
  ndjson: { type: "application/x-ndjson", write: ndjsonOf },
} as const;

const [only] = process.argv.slice(2);
for (const [format, { type, write }] of Object.entries(FORMATS)) {
  if (only !== undefined && only !== format) continue;
  await using program = await spawnProgram();
  const { port, pid } = program;
  const { handle, token } = await signUp(port);
  const links = `http://127.0.0.1:${port}/v2/public/handles/${handle}/links`;
  const authorization = `Bearer ${token}`;
  const file = write(Array.from({ length: ROWS }, (_, row) => linkOf(format, row)));

  const idle = memoryOf(pid, "VmRSS");
  const cpu = cpuOf(pid);
  const begun = performance.now();
  const headers = { authorization, "content-type": type };
  const answer = await fetch(`${links}/bulk-import`, { method: "POST", headers, body: file });
  const counts = (await answer.json()) as Counts;
  const spent = cpuOf(pid) - cpu;
  report(`import ${format}`, performance.now() - begun, file.length, memoryOf(pid, "VmHWM") - idle);
  console.log(`${"".padEnd(14)} ${(spent / 1e6).toFixed(1).padStart(6)} s of CPU, all threads of the server`);
  if (counts.created !== ROWS) throw new Error(`Not all rows became links: ${JSON.stringify(counts)}`);

  const before = memoryOf(pid, "VmHWM");
  const asked = performance.now();
  const exported = await fetch(`${links}/export?format=${format}`, { headers: { authorization } });
  const text = await exported.text();
  report(`export ${format}`, performance.now() - asked, text.length, memoryOf(pid, "VmHWM") - before);
  const lines = text.trimEnd().split("\n").length - (format === "csv" ? 1 : 0);
  if (lines !== ROWS) throw new Error(`Not all links came out: ${lines}`);
}

function report(what: string, ms: number, length: number, growth: number): void {
  const seconds = `${(ms / 1000).toFixed(1).padStart(6)} s`;
  const rate = `${Math.round(ROWS / (ms / 1000))
    .toLocaleString("en")
    .padStart(8)} rows/s`;
  const size = `${(length / 1024 / 1024).toFixed(1)} MB`;
  console.log(`${what.padEnd(14)} ${seconds} ${rate}  ${size}, server grew by ${growth.toFixed(0)} MB`);
}
