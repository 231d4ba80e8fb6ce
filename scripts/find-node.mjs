import { existsSync } from "node:fs";
import { join } from "node:path";

/** The first that has Temporal, by which days and time windows are reckoned. */
const OLDEST = 26;

/** The Node that the lockfile pins, where npm has one for this platform; else the running one, if it is new enough. */
export function findNode(
  root,
  { platform = process.platform, arch = process.arch, version = process.version } = {},
) {
  const isWindows = platform === "win32";
  const folder = `node-${isWindows ? "win" : platform}-${arch}`;
  const pinned = join(root, "node_modules", folder, "bin", isWindows ? "node.exe" : "node");
  if (existsSync(pinned)) return pinned;
  if (Number(version.slice(1).split(".")[0]) >= OLDEST) return process.execPath;
  throw new Error(
    `Switchyard needs Node ${OLDEST} or newer; this is ${version}, and npm brought none for ${platform}-${arch}.`,
  );
}
