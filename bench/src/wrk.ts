import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type WrkResult = { readonly requests: number; readonly perSecond: number; readonly p99Ms: number };
type Load = {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** Paths are asked for in turn. */
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
};

export function hasWrk(): boolean {
  try {
    execFileSync("wrk", ["-v"], { stdio: "ignore" });
    return true;
  } catch (thrown) {
    return !(thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT");
  }
}

/** The load generator that servers are usually compared with: cheap enough not to slow down what it measures. */
export async function wrk({ port, connections, seconds, paths, headers, status }: Load): Promise<WrkResult> {
  const folder = await mkdtemp(join(tmpdir(), "wrk-"));
  const script = join(folder, "load.lua");
  const lua = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  await writeFile(
    script,
    `local paths = {${paths.map(lua).join(",")}}
local n, wrong = 0, 0
${Object.entries(headers)
  .map(([name, value]) => `wrk.headers[${lua(name)}] = ${lua(value)}`)
  .join("\n")}
request = function() n = n + 1; return wrk.format("GET", paths[n % #paths + 1]) end
response = function(status) if status ~= ${status} then wrk.thread:stop() end end
done = function(summary, latency)
  io.write(string.format("RESULT %d %d %f %d\\n", summary.requests, summary.duration, latency:percentile(99), summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
`,
  );
  const options = ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", script];
  const { stdout } = await run("wrk", [...options, `http://127.0.0.1:${port}/`]);
  await rm(folder, { recursive: true });
  const [, requests = "0", durationUs = "1", p99Us = "0", errors = "0"] =
    /RESULT (\d+) (\d+) ([\d.]+) (\d+)/.exec(stdout) ?? [];
  const perSecond = Number(requests) / (Number(durationUs) / 1e6);
  const isShort = Number(durationUs) / 1e6 < seconds * 0.9;
  if (errors !== "0" || isShort) throw new Error(`Not every answer was ${status}:\n${stdout}`);
  return { requests: Number(requests), perSecond, p99Ms: Number(p99Us) / 1000 };
}
