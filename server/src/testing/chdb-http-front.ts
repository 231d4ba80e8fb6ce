import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";

const ENGINE = join(import.meta.dirname, "../warehouse/engine/main.ts");

/** What a network, a proxy or a server in trouble does to one request. */
export type Fault =
  /** Passes on so much of its body, and then both connections break. */
  | { readonly kind: "half-sent"; readonly bytes: number }
  /** The engine does all of it, and the connection breaks before anybody hears. */
  | { readonly kind: "unheard" }
  /** Answers instead of the engine. */
  | { readonly kind: "refused"; readonly status: number; readonly body: string }
  /** Takes it and never answers. */
  | { readonly kind: "silent" }
  | { readonly kind: "slow"; readonly ms: number };

/** Decides by the text of the query; `undefined` lets it pass. */
export type Faults = (query: string) => Fault | undefined;

/**
 * Our own embedded engine behind a TCP port. It speaks as much of ClickHouse's HTTP protocol as this program does, and is
 * no ClickHouse server: what it holds is the way to one, with all that can go wrong on it.
 */
export async function startChdbHttpFront(port = 0) {
  const folder = await mkdtemp(join(tmpdir(), "front-"));
  let engine = await startEngine(folder);
  let faults: Faults = () => undefined;
  const seen = { requests: 0, inserts: 0 };
  const server = createServer((asked, answer) => {
    const query = new URL(asked.url ?? "/", "http://front").searchParams.get("query") ?? "";
    seen.requests += 1;
    if (isInsert(query)) seen.inserts += 1;
    pass(engine.socketPath, asked, answer, faults(query)).catch(() => answer.destroy());
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  const hangUp = () => {
    server.close();
    server.closeAllConnections();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen: seen as Readonly<typeof seen>,
    /** From now on. Without any, all goes well. */
    setFaults: (decide: Faults = () => undefined) => {
      faults = decide;
    },
    /** As a server does that goes away: open connections break, new ones are refused. */
    hangUp,
    comeBack: async () => {
      server.listen(address.port, "127.0.0.1");
      await once(server, "listening");
    },
    /** As a power cut of that server does: nothing it was doing is finished, and what it holds is what its disk holds. */
    killEngine: () => engine.kill(),
    startEngine: async () => {
      engine = await startEngine(folder);
    },
    [Symbol.asyncDispose]: async () => {
      hangUp();
      await engine.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const isInsert = (query: string): boolean => query.startsWith("INSERT INTO events ");

async function startEngine(folder: string) {
  const socketPath = join(await mkdtemp(join(tmpdir(), "front-socket-")), "s");
  const child = spawn(process.execPath, [ENGINE, join(folder, "warehouse"), socketPath], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [said] = await once(child, "message");
  if (said !== "ready") throw new Error(`The engine does not start: ${said}`);
  return {
    socketPath,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

async function pass(
  socketPath: string,
  asked: IncomingMessage,
  answer: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const body = await buffer(asked);
  if (fault?.kind === "refused") return void answer.writeHead(fault.status).end(fault.body);
  if (fault?.kind === "silent") return;
  if (fault?.kind === "slow") await delay(fault.ms, undefined, { ref: false });
  const { method, url: path } = asked;
  const headers = { ...asked.headers, "content-length": body.length };
  delete (headers as Record<string, unknown>)["transfer-encoding"];
  const onward = request({ socketPath, method, path, headers });
  onward.on("error", () => answer.destroy());
  if (fault?.kind === "half-sent") {
    onward.write(body.subarray(0, fault.bytes), () => {
      onward.destroy();
      answer.destroy();
    });
    return;
  }
  onward.end(body);
  const [answered] = (await once(onward, "response")) as [IncomingMessage];
  if (fault?.kind === "unheard") {
    answered.resume();
    await once(answered, "end");
    return void answer.destroy();
  }
  answer.writeHead(answered.statusCode ?? 500, answered.headers);
  answered.pipe(answer);
  answered.on("error", () => answer.destroy());
}
