import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.ts";
import { caddyPath } from "./front-paths.ts";

const CONFIG = join(import.meta.dirname, "../../../deploy/caddy/Caddyfile");

/** Caddy as `deploy/caddy/Caddyfile` says, with ports and a folder of its own, and an authority of its own for certificates. */
export async function startCaddy(programPort: number, httpsPort: number, folder: string) {
  if (caddyPath === undefined) throw new Error("There is no Caddy on this machine.");
  const own = `admin off
	https_port ${httpsPort}
	http_port ${await freePort()}
	local_certs
	skip_install_trust
	storage file_system ${folder}
	default_bind 127.0.0.1`;
  const config = (await readFile(CONFIG, "utf8"))
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${programPort}`)
    .replace(/^\{$/m, `{\n\t${own}`);
  const caddy = spawn(caddyPath, ["run", "--adapter", "caddyfile", "--config", "-"], {
    stdio: ["pipe", "ignore", "pipe"],
    env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  caddy.stdin.end(config);
  const said: string[] = [];
  for await (const line of createInterface({ input: caddy.stderr })) {
    said.push(line);
    if (line.includes("serving initial configuration")) break;
  }
  caddy.stderr.resume();
  if (caddy.exitCode !== null) throw new Error(`Caddy did not start: ${said.join("\n")}`);
  return {
    authority: await readFile(join(folder, "pki/authorities/local/root.crt"), "utf8"),
    /** Where it keeps what it has fetched: `{host}/{host}.crt`. */
    certificates: join(folder, "certificates/local"),
    [Symbol.asyncDispose]: async () => {
      if (caddy.kill("SIGTERM")) await once(caddy, "exit");
    },
  };
}
