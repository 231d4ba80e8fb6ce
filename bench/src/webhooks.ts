import { once } from "node:events";
import { createServer } from "node:http";
import { cpuOf } from "./cpu-of.ts";
import { signUp } from "./sign-up.ts";
import { spawnProgram } from "./spawn-program.ts";

const EVENTS = Number(process.argv[2] ?? 10_000);
const ENDPOINTS = Number(process.argv[3] ?? 4);

let arrived = 0;
/** As quick as an endpoint can be: reads the request and says yes. */
const receiver = createServer((request, response) => {
  request.resume().on("end", () => {
    arrived += 1;
    response.end();
  });
}).listen(0, "127.0.0.1");
await once(receiver, "listening");
const bound = receiver.address();
const receiverPort = typeof bound === "object" && bound !== null ? bound.port : 0;

await using program = await spawnProgram({
  OUTBOUND_ALLOW: "127.0.0.0/8",
  OUTBOUND_PORTS: String(receiverPort),
  LOG_LEVEL: "error",
});
const { port, pid } = program;
const { handle, token } = await signUp(port);
const base = `http://127.0.0.1:${port}/v2/public/handles/${handle}`;
const authorization = `Bearer ${token}`;

async function call(method: string, path: string, body: unknown, type = "application/json") {
  const headers = { authorization, "content-type": type };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(`${base}${path}`, { method, headers, body: text });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}

// Made while nobody listens, and then replayed: so nothing but deliveries is measured.
const rows = Array.from({ length: EVENTS }, (_, n) => ({
  slug: `event-${String(n).padStart(6, "0")}`,
  destinationUrl: `https://shop.example.com/products/${n}`,
}));
const from = new Date(Date.now() - 60_000).toISOString();
await call(
  "POST",
  "/links/bulk-import",
  rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
  "application/x-ndjson",
);
const to = new Date(Date.now() + 60_000).toISOString();
const ids: string[] = [];
for (let n = 0; n < ENDPOINTS; n++) {
  const endpointUrl = `http://127.0.0.1:${receiverPort}/${n}`;
  const webhook = await call("POST", "/webhooks", { endpointUrl, eventTypes: ["link.created"] });
  ids.push(webhook["subscriptionId"] ?? "");
}

const [cpuBefore, begun] = [cpuOf(pid), performance.now()];
for (const id of ids) await call("POST", `/webhooks/${id}/replay`, { from, to });
const wanted = EVENTS * ENDPOINTS;
let [last, at] = [0, performance.now()];
while (arrived < wanted) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (arrived !== last) [last, at] = [arrived, performance.now()];
  if (performance.now() - at > 30_000) throw new Error(`Only ${arrived} of ${wanted} have arrived.`);
}
const seconds = (performance.now() - begun) / 1000;
const cpu = (cpuOf(pid) - cpuBefore) / wanted;
console.log(
  `${wanted.toLocaleString("en")} deliveries to ${ENDPOINTS} endpoints: ${Math.round(wanted / seconds).toLocaleString("en")} a second, ${cpu.toFixed(0)} µs of CPU each`,
);
receiver.closeAllConnections();
receiver.close();
