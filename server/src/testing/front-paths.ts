import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Debian has servers where only root's PATH looks. */
const FOLDERS = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/bin"];

/** Where this machine has them; `undefined`, said in capitals, where tests with them must be skipped. */
export const caddyPath = find("caddy");
export const nginxPath = find("nginx");

function find(name: string): string | undefined {
  const path = FOLDERS.map((folder) => join(folder, name)).find((one) => existsSync(one));
  if (path !== undefined) return path;
  const why = `NOTHING IS TESTED BEHIND A PROXY: ${name} is not installed.`;
  if (process.env["FORBID_SKIPS"] === "1") throw new Error(why);
  console.error(`\n*** ${why} ***\n`);
  return undefined;
}
