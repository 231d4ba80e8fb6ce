import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, type AgentOptions } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { inheritedEnv } from "#platform/config/env.ts";
import { askOverSocket } from "./ask-over-socket.ts";
import { clickhouseClients } from "./clickhouse-clients.ts";
import { questionsPathOf } from "./engine/frames.ts";
import { announcedEngine, announceEngine } from "./engine-address.ts";
import type { Connect, Link } from "./link.ts";

const PROGRAM = join(import.meta.dirname, "engine/main.ts");
const SOCKET_PATH_MAX = 100;
const STOP_WITHIN_MS = 5_000;
const ANSWER_MS_MAX = 5_000;

/** The engine in a process of its own, which ends with this one; others of this machine may ask it as well. */
export function connectEmbedded(folder: string): Connect {
  return async (signal) => {
    const socketFolder = await mkdtemp(join(temporaryFolder(), "switchyard-")); // Nobody else may enter it.
    const socketPath = join(socketFolder, "warehouse.sock");
    const child = start(folder, socketPath);
    const exited = exitOf(child);
    const stop = async (ended: "politely" | "now") => {
      await end(child, exited, ended);
      await rm(socketFolder, { recursive: true, force: true });
    };
    const announced = await untilReady(child, exited, signal)
      .then(() => announceEngine(folder, socketPath))
      .catch(async (cause: unknown) => {
        await stop("now");
        throw cause;
      });
    const clients = clientsOverSocket(socketPath);
    const questions = askOverSocket(questionsPathOf(socketPath));
    return {
      ...clients,
      ask: questions.ask,
      insert: questions.insert,
      pid: child.pid,
      lost: exited,
      [Symbol.asyncDispose]: async () => {
        await Promise.all([clients.reader.close(), clients.writer.close()]);
        questions.close();
        await announced[Symbol.asyncDispose]();
        await stop("politely");
      },
    };
  };
}

/** Another process's engine on this folder, as long as that process runs it; `undefined` where none of this user answers. */
export async function connectRunning(folder: string, signal: AbortSignal): Promise<Link | undefined> {
  const socketPath = await announcedEngine(folder);
  if (socketPath === undefined) return undefined;
  const clients = clientsOverSocket(socketPath);
  const questions = askOverSocket(questionsPathOf(socketPath));
  const watch = connect(questionsPathOf(socketPath)).on("error", () => {}); // Its end is told apart.
  const close = async () => {
    watch.destroy();
    await Promise.all([clients.reader.close(), clients.writer.close()]);
    questions.close();
  };
  const lost = new Promise<Error>((resolve) => {
    watch.once("close", () => resolve(new Error("The process that ran the warehouse has ended.")));
  });
  const abort_signal = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]);
  const { success } = await clients.reader.ping({ select: false, abort_signal });
  if (!success) {
    await close();
    return undefined;
  }
  return {
    ...clients,
    ask: questions.ask,
    insert: questions.insert,
    pid: undefined,
    lost,
    [Symbol.asyncDispose]: close,
  };
}

const clientsOverSocket = (socketPath: string) =>
  clickhouseClients((maxSockets) => ({
    url: "http://localhost",
    http_agent: new Agent({ socketPath, keepAlive: true, maxSockets } as AgentOptions),
    keep_alive: { idle_socket_ttl: 0 },
  }));

const ALLOCATOR = {
  // The engine's own: pages of 2 MB where the system lets it, and kept for a minute instead of seconds. To take small ones anew for
  // each shipment is a tenth of what it costs. At rest all are given back.
  JE_MALLOC_CONF: "thp:always,dirty_decay_ms:60000",
  // Of glibc, others do not ask. A segment is megabytes: as mappings of their own they go when they are freed, while by
  // default the heap of each thread grows by one and keeps it.
  MALLOC_MMAP_THRESHOLD_: "262144",
  MALLOC_ARENA_MAX: "2",
};

/** It is told nothing of this process's environment that it has no use for: no secret is its business. */
function start(folder: string, socketPath: string): ChildProcess {
  return spawn(process.execPath, [PROGRAM, folder, socketPath], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...inheritedEnv(), ...ALLOCATOR, TZ: "UTC", UV_THREADPOOL_SIZE: "16" },
  });
}

async function untilReady(child: ChildProcess, exited: Promise<Error>, signal: AbortSignal): Promise<void> {
  const ended = exited.then((why) => Promise.reject(why));
  const [said] = await Promise.race([once(child, "message", { signal }), ended]);
  if (said !== "ready") throw new Error(`The warehouse process cannot start: ${said}`);
}

function exitOf(child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code, by) => resolve(new Error(`The warehouse process ended (${by ?? code}).`)));
  });
}

async function end(child: ChildProcess, exited: Promise<Error>, how: "politely" | "now"): Promise<void> {
  if (how === "politely" && child.connected) {
    child.disconnect();
    await Promise.race([exited, delay(STOP_WITHIN_MS, undefined, { ref: false })]);
  }
  child.kill("SIGKILL"); // Nothing happens if it has ended.
  await exited;
}

/** The path of a socket has little room. */
const temporaryFolder = () => (tmpdir().length + 32 > SOCKET_PATH_MAX ? "/tmp" : tmpdir());
