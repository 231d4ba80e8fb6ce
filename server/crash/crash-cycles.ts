import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createDemoClient } from "#demo/demo-client.ts";
import { Journal } from "./journal.ts";
import { mixedLoad } from "./mixed-load.ts";
import { freePort, Program } from "./program.ts";
import { randomFrom } from "./random.ts";
import { verifyClicks, verifyDatabase, verifyPromises } from "./verify.ts";

export type CrashReport = {
  readonly broken: readonly string[];
  readonly promises: number;
  readonly clicks: number;
  readonly startMs: readonly number[];
};

const HANDLE = "crash";
const ACCOUNT = { email: "crash@example.com", password: "a long crash password" };

/**
 * Kills the program without warning under load, again and again, and says which of its promises the next start did not
 * keep. Loopback only; ends by itself after so many cycles.
 */
export async function crashCycles(cycles: number, seed: number): Promise<CrashReport> {
  const random = randomFrom(seed);
  const dataDir = await mkdtemp(join(tmpdir(), "switchyard-crash-"));
  const program = new Program(await freePort(), dataDir);
  const journal = new Journal();
  const broken: string[] = [];
  const startMs: number[] = [];
  try {
    startMs.push(await program.start());
    const { jwt, token } = await signUp(program.port);
    const known = { port: program.port, handle: HANDLE, token, journal };
    for (let cycle = 0; cycle < cycles; cycle++) {
      let isOver = false;
      const load = mixedLoad({
        ...known,
        jwt: (await logIn(program.port)) ?? jwt,
        random,
        isOver: () => isOver,
      });
      await sleep(100 + random() * 500);
      await program.end("SIGKILL");
      isOver = true;
      await load;
      startMs.push(await program.start());
      broken.push(...(await verifyPromises(known)), ...verifyDatabase(join(dataDir, "switchyard.sqlite")));
    }
    broken.push(...(await verifyClicks(known)));
  } finally {
    await program.end("SIGTERM");
    await rm(dataDir, { recursive: true, force: true });
  }
  const clicks = [...journal.clicks.values()].reduce((sum, one) => sum + one, 0);
  return { broken, promises: journal.promises, clicks, startMs };
}

async function signUp(port: number): Promise<{ jwt: string; token: string }> {
  const call = createDemoClient(port);
  await call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const jwt = (await logIn(port)) ?? "";
  await call("POST", "/v2/handles", { token: jwt, body: { handle: HANDLE } });
  const body = { name: "crash", scopes: ["links.*", "analytics.*"] };
  const created = await call("POST", `/v2/handles/${HANDLE}/tokens`, { token: jwt, body });
  return { jwt, token: String(created.body["token"]) };
}

async function logIn(port: number): Promise<string | undefined> {
  const { body } = await createDemoClient(port)("POST", "/v2/auth/login", { body: ACCOUNT });
  return typeof body["accessToken"] === "string" ? body["accessToken"] : undefined;
}
