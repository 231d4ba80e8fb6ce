import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { createDemoClient } from "#demo/demo-client.ts";
import { loadConfig } from "#platform/config/config.ts";
import type { Env } from "#platform/config/env.ts";
import { loadSecrets } from "#platform/config/secrets.ts";
import { start } from "#start.ts";

/** The whole program on a port of its own, as `main.ts` starts it, and on a new folder that goes with it, or one that stays. */
export async function startProgram(env: Env = {}, given?: string) {
  const dataDir = given ?? (await mkdtemp(join(tmpdir(), "program-")));
  const config = loadConfig({ PORT: "0", DATA_DIR: dataDir, ...env });
  const onFatal = (cause: Error) => {
    throw cause;
  };
  const log = pino({ level: "error" });
  const running = await start({ config, secrets: loadSecrets(env, dataDir), log, onFatal });
  return {
    config,
    port: running.port,
    call: createDemoClient(running.port),
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      if (given === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
