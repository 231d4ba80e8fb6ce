import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signUp } from "./sign-up.ts";
import { freePort, spawnProgram } from "./spawn-program.ts";

const MAIN = join(import.meta.dirname, "../../server/src/main.ts");
const [LINKS, LINES, EVENTS_EACH, FILES] = [10_000, 100_000, 10, 8];
const FILE_BYTES = 128 * 1024 * 1024;
const WAIT_MS_MAX = 300_000;

/** What a backup of an installation of some size costs, and how long it takes from its place to the first answer. */
await using program = await spawnProgram();
const { port, dataDir } = program;
const { handle, token, session } = await signUp(port);
const folder = await mkdtemp(join(tmpdir(), "switchyard-bench-backup-"));
try {
  await fill();
  const place = join(folder, "place");
  await command("first backup", ["backup", "--to", place, "--json"], dataDir);
  await command("second backup, nothing new", ["backup", "--to", place, "--json"], dataDir);
  await command("verify", ["backup", "verify", place], dataDir);
  const restored = join(folder, "restored");
  const begun = performance.now();
  await command("restore", ["restore", "--from", place], restored);
  console.log(`start: ${((await startOn(restored)) / 1000).toFixed(1)} s to ready`);
  console.log(`recovery, all together: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function fill(): Promise<void> {
  const rows = Array.from({ length: LINKS }, (_, n) => `slug-${n},https://example.com/products/${n}`);
  await post(
    `/v2/public/handles/${handle}/links/bulk-import`,
    token,
    `slug,url\n${rows.join("\n")}\n`,
    "text/csv",
  );
  const from = Date.now() - 360 * 86_400_000;
  const lines = Array.from({ length: LINES }, (_, n) => {
    const at = from + n * 300_000;
    const device = n % 3 === 0 ? "desktop" : "mobile";
    return JSON.stringify({
      at,
      slug: `slug-${(n * 7919) % LINKS}`,
      country: "DE",
      device,
      visitor: `v${n}`,
      count: EVENTS_EACH,
    });
  });
  const history = `/v2/handles/${handle}/analytics/import?batchKey=bench`;
  await post(history, session, lines.join("\n"), "application/x-ndjson");
  for (let file = 0; file < FILES; file++) await send();
  await untilCounted();
  console.log(`${LINKS} links, ${LINES * EVENTS_EACH} events, ${FILES * 128} MB of files`);
}

async function post(
  path: string,
  bearer: string,
  body: string,
  type: string,
): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": type };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function send(): Promise<void> {
  const announced = JSON.stringify({ fileName: "large.bin", sizeBytes: FILE_BYTES });
  const made = await post(`/v2/public/handles/${handle}/files`, token, announced, "application/json");
  const { host, pathname } = new URL(String(made["uploadUrl"]));
  const headers = { host, "content-length": FILE_BYTES };
  const outgoing = request({ port, host: "127.0.0.1", method: "PUT", path: pathname, headers });
  const answered = once(outgoing, "response");
  const piece = randomBytes(1 << 20);
  for (let sent = 0; sent < FILE_BYTES; sent += piece.length) {
    piece.writeUInt32LE(sent >>> 8, 0);
    if (!outgoing.write(Buffer.from(piece))) await once(outgoing, "drain");
  }
  outgoing.end();
  await answered;
}

async function untilCounted(): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < WAIT_MS_MAX; await sleep(500)) {
    const query = `from=${new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10)}`;
    const answer = await fetch(`http://127.0.0.1:${port}/v2/public/handles/${handle}/analytics?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { totals } = (await answer.json()) as { totals?: { clicks: number } };
    if (totals?.clicks === LINES * EVENTS_EACH) return;
  }
  throw new Error("The events do not arrive.");
}

async function command(what: string, words: readonly string[], on: string): Promise<void> {
  const begun = performance.now();
  const env = { ...process.env, DATA_DIR: on };
  const child = spawn(process.execPath, [MAIN, ...words], { env, stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  child.stdout.on("data", (piece) => (said += piece));
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, peakOf(child.pid))), 100);
  const [exitCode] = await once(child, "close");
  clearInterval(watch);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${what}: ${seconds} s, at most ${most.toFixed(0)} MB (exit code ${exitCode})`);
  console.log(`  ${said.trim()}`);
}

/** The most memory that a process ever held, in MB. Linux only. */
function peakOf(pid = 0): number {
  try {
    const [, kilobytes = "0"] =
      /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0; // It has ended.
  }
}

async function startOn(restored: string): Promise<number> {
  const begun = performance.now();
  const at = await freePort();
  const env = { ...process.env, DATA_DIR: restored, PORT: String(at), LOG_LEVEL: "fatal" };
  const child = spawn(process.execPath, [MAIN, "start"], { env, stdio: "ignore" });
  try {
    for (; performance.now() - begun < WAIT_MS_MAX; await sleep(20)) {
      const answer = await fetch(`http://127.0.0.1:${at}/health/ready`).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) return performance.now() - begun;
    }
    throw new Error("It does not become ready.");
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
}
