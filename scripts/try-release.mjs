import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/**
 * Unpacks a release into an empty folder and walks from signing up to a redirect, with nothing at hand but a Node, and where
 * this machine lets us, without a network.
 */
const [archive] = process.argv.slice(2);
if (archive === undefined) {
  console.error("usage: node scripts/try-release.mjs ARCHIVE");
  process.exit(2);
}
if (process.env.ALONE === undefined && process.platform === "linux") enterOwnNetwork();

const folder = mkdtempSync(join(tmpdir(), "release-"));
try {
  execFileSync("tar", ["--extract", "--file", archive, "--directory", folder]);
  const [name] = readdirSync(folder);
  await walk(join(folder, name));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The same again where there is a loopback and no way out; here where that cannot be had. */
function enterOwnNetwork() {
  const again = ["--net", "sh", "-c", 'ip link set lo up && ALONE=1 exec "$@"', "sh", process.execPath];
  try {
    execFileSync("unshare", ["--net", "sh", "-c", "ip link set lo up"], { stdio: "ignore" });
  } catch {
    console.log("WITH A NETWORK: this machine lets nobody have one of their own.");
    return;
  }
  process.exit(spawnSync("unshare", [...again, ...process.argv.slice(1)], { stdio: "inherit" }).status ?? 1);
}

async function walk(installed) {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const tool of ["dirname", "readlink", "sh"]) symlinkSync(which(tool), join(bin, tool));
  symlinkSync(process.execPath, join(bin, "node"));
  const env = { PATH: bin, HOME: folder, PORT: "0", DATA_DIR: join(folder, "data"), LOG_LEVEL: "warn" };
  const program = spawn(join(installed, "bin/switchyard"), ["start"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const port = await listeningPort(program);
    const call = (method, path, { body, token, host = "localhost" } = {}) =>
      ask(port, method, path, {
        body,
        headers: { host, ...(token && { authorization: `Bearer ${token}` }) },
      });
    const account = { email: "anna@example.com", password: "Correct-horse-battery-42" };
    expect(await call("GET", "/health/ready"), 200);
    expect(await call("POST", "/v2/auth/signup", { body: account }), 201);
    const { accessToken: token } = expect(await call("POST", "/v2/auth/login", { body: account }), 200);
    expect(await call("POST", "/v2/handles", { token, body: { handle: "acme" } }), 201);
    const link = { destinationUrl: "https://example.com/" };
    expect(await call("PUT", "/v2/handles/acme/links/launch", { token, body: link }), 201);
    expect(await call("GET", "/launch", { host: `acme.localhost:${port}` }), 302);
    expect(await call("GET", "/app/"), 200);
    for (const path of ["/docs", "/openapi.json"]) expect(await call("GET", path), 200);
    console.log("1 passed, 0 failed");
  } finally {
    program.kill("SIGTERM");
    await once(program, "exit");
  }
}

function which(tool) {
  return execFileSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim();
}

async function listeningPort(program) {
  for await (const line of createInterface({ input: program.stdout })) {
    const [, port] = /http:\/\/[\w.]*localhost:(\d+)/.exec(line) ?? [];
    if (port !== undefined) return Number(port);
  }
  throw new Error("The program ended before it listened.");
}

function ask(port, method, path, { body, headers }) {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const type = payload && { "content-type": "application/json" };
    const sent = request({ port, method, path, agent: false, headers: { ...headers, ...type } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => (text += chunk));
      answer.on("end", () => resolve({ what: `${method} ${path}`, status: answer.statusCode, text }));
    });
    sent.on("error", reject);
    sent.end(payload);
  });
}

function expect({ what, status, text }, wanted) {
  if (status !== wanted) throw new Error(`${what} answered ${status}, not ${wanted}: ${text.slice(0, 500)}`);
  return text.startsWith("{") ? JSON.parse(text) : {};
}
