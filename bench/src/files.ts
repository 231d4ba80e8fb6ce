import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuOf } from "./cpu-of.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

const SIZE = 250 * 1024 * 1024;
const PIECE = randomBytes(1 << 20);
const GROWTH_MB_MAX = 40;
const WATCH_MS = 20;

/** What the process holds now, in MB. Linux only. */
function residentOf(pid: number): number {
  const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

/** Runs `work`, and says how long it took and how far memory rose above what it was. */
async function measure(pid: number, what: string, work: () => Promise<void>): Promise<number> {
  await sleep(1_000);
  const [before, cpu, begun] = [residentOf(pid), cpuOf(pid), performance.now()];
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, residentOf(pid))), WATCH_MS);
  await work();
  clearInterval(watch);
  const seconds = (performance.now() - begun) / 1000;
  const growth = most - before;
  const rate = `${(SIZE / 2 ** 20 / seconds).toFixed(0).padStart(5)} MB/s`;
  const spent = `${((cpuOf(pid) - cpu) / 1e6).toFixed(1)} s of CPU`;
  console.log(
    `${what.padEnd(28)} ${rate}, ${spent}; memory ${before.toFixed(0)} MB, at most +${growth.toFixed(0)} MB`,
  );
  return growth;
}

await using program = await spawnProgram();
const { port, pid } = program;
const { handle, token } = await signUp(port);

async function announce(): Promise<{ uploadUrl: string; publicUrl: string }> {
  const answer = await fetch(`http://127.0.0.1:${port}/v2/public/handles/${handle}/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ fileName: "large.bin", sizeBytes: SIZE }),
  });
  return (await answer.json()) as { uploadUrl: string; publicUrl: string };
}

function ask(method: string, url: string, headers = {}) {
  const { host, pathname } = new URL(url);
  return request({ port, host: "127.0.0.1", method, path: pathname, headers: { host, ...headers } });
}

async function answerTo(outgoing: ReturnType<typeof ask>): Promise<IncomingMessage> {
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  return incoming;
}

async function send(method: string, url: string, bytes: number, headers = {}): Promise<void> {
  const outgoing = ask(method, url, { "content-length": bytes, ...headers });
  const answered = answerTo(outgoing);
  for (let sent = 0; sent < bytes; sent += PIECE.length) {
    if (!outgoing.write(PIECE)) await once(outgoing, "drain");
  }
  outgoing.end();
  const { statusCode } = (await answered).resume();
  if (statusCode !== 204) throw new Error(`Not taken: ${statusCode}`);
}

async function download(publicUrl: string): Promise<string> {
  const led = (await answerTo(ask("GET", publicUrl).end())).resume();
  const hash = createHash("sha256");
  for await (const piece of await answerTo(ask("GET", led.headers.location ?? "").end())) hash.update(piece);
  return hash.digest("hex");
}

const expected = createHash("sha256");
for (let sent = 0; sent < SIZE; sent += PIECE.length) expected.update(PIECE);
const sha256 = expected.digest("hex");

const growths: number[] = [];
for (let round = 1; round <= 2; round++) {
  const whole = await announce();
  growths.push(await measure(pid, "upload, at once", () => send("PUT", whole.uploadUrl, SIZE)));
  const parts = await announce();
  growths.push(
    await measure(pid, "upload, in parts of 50 MB", async () => {
      for (let at = 0; at < SIZE; at += SIZE / 5) {
        const part = { "content-type": "application/offset+octet-stream", "upload-offset": String(at) };
        await send("PATCH", parts.uploadUrl, SIZE / 5, part);
      }
    }),
  );
  for (const { publicUrl } of [whole, parts]) {
    growths.push(
      await measure(pid, "download", async () => {
        if ((await download(publicUrl)) !== sha256) throw new Error("Other bytes came back.");
      }),
    );
  }
}
if (Math.max(...growths) > GROWTH_MB_MAX) {
  console.error(`Memory grew by more than ${GROWTH_MB_MAX} MB.`);
  process.exitCode = 1;
}
