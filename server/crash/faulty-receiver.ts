import { hash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isArjun, isStandard } from "#testing/verify-webhook.ts";

/** One for each webhook. */
export const ENDPOINTS = ["/a", "/b", "/c"] as const;

type Fault = (response: ServerResponse, canaryUrl: string) => void;

const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  (response) =>
    void response.writeHead(code, headers).end();

/** What the endpoint does and how often, of a hundred; what is left of them is a plain 200. */
const FAULTS: readonly (readonly [percent: number, isAccepted: boolean, fault: Fault])[] = [
  [5, false, status(500)],
  [5, false, (response) => status([502, 503, 504][Math.floor(Math.random() * 3)] ?? 502)(response, "")],
  [6, false, status(429, { "retry-after": "20" })],
  [3, false, () => {}], // Hangs.
  [4, false, (response) => response.destroy()],
  [2, false, (response) => response.socket?.write("HTTP/1.1 200 OK\r\nContent-", () => response.destroy())],
  [3, false, drip],
  [7, false, (response, canaryUrl) => status(302, { location: canaryUrl })(response, canaryUrl)],
  [5, true, (response) => void response.writeHead(200).end(FOUR_MB)],
];
const FOUR_MB = Buffer.alloc(4 * 1024 * 1024, "x");
/** From this attempt on everything is accepted, so that nothing is given up by chance. */
const ACCEPTED_FROM = 7;

/** Whether it was accepted is never known to whoever sent it. */
function drip(response: ServerResponse): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write("."), 40);
  response.on("close", () => clearInterval(timer));
}

/** What one endpoint has had of one event. */
export type Had = {
  attempts: number;
  accepted: number;
  readonly webhookIds: Set<string>;
  readonly bodies: Set<string>;
};

/** Endpoints that do everything wrong which endpoints do, and a canary to which they redirect. Loopback only. */
export async function startFaultyReceiver(random: () => number) {
  const had = new Map<string, Had>();
  const problems: string[] = [];
  const secrets = new Map<string, string>();
  let [canaryHits, accepted] = [0, 0];
  const canary = createServer((_, response) => {
    canaryHits += 1;
    response.end();
  });
  const receiver = createServer((request, response) => {
    void receive(request, response).catch((cause: unknown) => problems.push(`The receiver failed: ${cause}`));
  });
  const [canaryUrl, url] = [await listening(canary), await listening(receiver)];

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url: path = "/", headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString("utf8");
    const { id, payload } = JSON.parse(raw) as { id: string; payload: { tokenId: string } };
    const one = had.get(`${path} ${payload.tokenId}`) ?? newHad();
    had.set(`${path} ${payload.tokenId}`, one);
    one.attempts += 1;
    one.webhookIds.add(`${headers["webhook-id"]} ${id}`);
    one.bodies.add(hash("sha256", raw));
    const secret = secrets.get(path) ?? "";
    const sentAt = new Date(Number(headers["webhook-timestamp"]) * 1000);
    if (!isStandard(secret, { headers, raw }, sentAt) || !(await isArjun(secret, { headers, raw }))) {
      problems.push(`A signature of ${path} does not hold.`);
    }
    const [isAccepted, fault] = one.attempts >= ACCEPTED_FROM ? ACCEPT : pick(random());
    if (isAccepted) {
      one.accepted += 1;
      accepted += 1;
    }
    fault(response, canaryUrl);
  }

  return {
    url,
    had,
    problems,
    secrets,
    accepted: () => accepted,
    canaryHits: () => canaryHits,
    close: () => {
      for (const server of [receiver, canary]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

const ACCEPT = [true, status(200)] as const;
const newHad = (): Had => ({ attempts: 0, accepted: 0, webhookIds: new Set(), bodies: new Set() });

function pick(chance: number): readonly [boolean, Fault] {
  let below = 0;
  for (const [percent, isAccepted, fault] of FAULTS) {
    below += percent / 100;
    if (chance < below) return [isAccepted, fault];
  }
  return ACCEPT;
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  return `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`;
}
