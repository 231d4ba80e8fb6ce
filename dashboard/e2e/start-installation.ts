import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const READY_MS = 60_000;

/** An empty installation of the whole program, as an operator starts it, on a port and a folder of its own. */
export async function startInstallation(settings: Readonly<Record<string, string>> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), "dashboard-e2e-"));
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: "error",
    RATE_LIMITS: "off",
    // Visitors of journeys say themselves from where they come.
    TRUSTED_PROXIES: "127.0.0.1,::1",
    ...settings,
  };
  const child = spawn(process.execPath, [join(ROOT, "server/src/main.ts"), "start"], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const origin = `http://localhost:${port}`;
  const exited = once(child, "exit");
  const isReady = await becomesReady(origin, () => child.exitCode !== null);
  const stop = async () => {
    child.kill();
    await exited;
    await rm(dataDir, { recursive: true, force: true });
  };
  if (!isReady) {
    await stop();
    throw new Error("The program did not start.");
  }
  return { origin, appOrigin: `http://app.localhost:${port}`, [Symbol.asyncDispose]: stop };
}

async function becomesReady(origin: string, hasEnded: () => boolean): Promise<boolean> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until && !hasEnded()) {
    const answer = await fetch(`${origin}/health/ready`).catch(() => undefined);
    if (answer?.ok && ((await answer.json()) as { status: string }).status === "ready") return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

/** One that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
