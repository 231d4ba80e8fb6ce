import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { nginxPath } from "./front-paths.ts";

const CONFIG = join(import.meta.dirname, "../../../deploy/nginx/switchyard.conf");
const TRIES_MAX = 500;

/** nginx as `deploy/nginx/switchyard.conf` says, with ports of its own, and certificates at `{host}/{host}.crt` of a folder. */
export async function startNginx(
  programPort: number,
  httpsPort: number,
  folder: string,
  certificates: string,
) {
  if (nginxPath === undefined) throw new Error("There is no nginx on this machine.");
  const name = "$switchyard_certificate";
  const config = (await readFile(CONFIG, "utf8"))
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${programPort}`)
    .replace("listen 443", `listen 127.0.0.1:${httpsPort}`)
    .replace("listen 80", `listen 127.0.0.1:${await freePort()}`)
    .replace("    .example.com example.com;\n", "")
    .replace(`/etc/letsencrypt/live/${name}/fullchain.pem`, `${certificates}/${name}/${name}.crt`)
    .replace(`/etc/letsencrypt/live/${name}/privkey.pem`, `${certificates}/${name}/${name}.key`);
  await mkdir(folder, { recursive: true });
  const kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const whole = `pid ${folder}/pid; error_log ${folder}/error.log; daemon off; master_process off; events {}
http { access_log off; ${kept.join(" ")}\n${config} }`;
  await writeFile(join(folder, "nginx.conf"), whole);
  const nginx = spawn(nginxPath, ["-c", join(folder, "nginx.conf")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let tries = 0; !(await answers(httpsPort)); tries++) {
    if (nginx.exitCode !== null || tries > TRIES_MAX) throw new Error("nginx did not start.");
    await sleep(10);
  }
  return {
    [Symbol.asyncDispose]: async () => {
      if (nginx.kill("SIGTERM")) await once(nginx, "exit");
    },
  };
}

/** Whether somebody listens there: nginx does not say when it does. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const isThere = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
}
