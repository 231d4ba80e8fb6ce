import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { createDemoClient } from "#demo/demo-client.ts";
import { loadConfig } from "#platform/config/config.ts";
import type { Env } from "#platform/config/env.ts";
import { loadSecrets } from "#platform/config/secrets.ts";
import { start } from "#start.ts";

/** The whole program on a folder and a port of its own, as `main.ts` starts it. */
export async function startProgram(env: Env = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), "program-"));
  const config = loadConfig({ PORT: "0", DATA_DIR: dataDir, ...env });
  const onFatal = (cause: Error) => {
    throw cause;
  };
  const log = pino({ level: "error" });
  const running = await start({ config, secrets: loadSecrets({}, dataDir), log, onFatal });
  return {
    config,
    port: running.port,
    call: createDemoClient(running.port),
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
