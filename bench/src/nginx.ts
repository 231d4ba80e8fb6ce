import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./spawn-program.ts";

export type Nginx = AsyncDisposable & { readonly port: number; readonly workerPid: number };

/** One nginx worker that answers as the directives say and writes its access log; `undefined` where there is no nginx. */
export async function startNginx(directives: string): Promise<Nginx | undefined> {
  if (!isInstalled()) return undefined;
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "nginx-bench-"));
  chmodSync(folder, 0o755);
  const config = `
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log ${folder}/access.log;
  keepalive_requests 1000000;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  server { listen 127.0.0.1:${port}; location / { ${directives} } }
}
`;
  writeFileSync(join(folder, "nginx.conf"), config);
  const master = spawn("nginx", ["-c", join(folder, "nginx.conf"), "-g", "daemon off;"], {
    stdio: "inherit",
  });
  const workerPid = await workerOf(master.pid ?? 0);
  return {
    port,
    workerPid,
    [Symbol.asyncDispose]: async () => {
      master.kill("SIGTERM");
      await once(master, "exit");
      await rm(folder, { recursive: true });
    },
  };
}

function isInstalled(): boolean {
  try {
    execFileSync("nginx", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function workerOf(master: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const children = readFileSync(`/proc/${master}/task/${master}/children`, "utf8").trim();
    if (children !== "") return Number(children.split(" ")[0]);
    await sleep(50);
  }
  throw new Error("nginx started no worker.");
}
