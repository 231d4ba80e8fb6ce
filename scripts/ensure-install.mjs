import { rmSync } from "node:fs";
import { join } from "node:path";
import { withInstallLock } from "./install-lock.mjs";
import { isInstalled } from "./is-installed.mjs";
import { runChild } from "./run-child.mjs";

/**
 * Leaves node_modules as the lockfile says, with one `npm ci` and only when it is not so already. Processes that start
 * together wait for the one that installs. Throws `InstallError` when npm fails.
 */
export async function ensureInstall(
  root,
  { withDev = false, npmCi = runNpmCi, say = (line) => console.error(line) } = {},
) {
  if (isInstalled(root, { withDev })) return;
  const install = async (onStart) => {
    if (isInstalled(root, { withDev })) return;
    say("Installing the packages that package-lock.json names. This happens once and takes about a minute.");
    // Until npm has finished there is no list of what is installed, however it ends.
    rmSync(join(root, "node_modules/.package-lock.json"), { force: true });
    const code = await npmCi(root, { withDev, onStart });
    if (code !== 0) throw new InstallError(code);
  };
  await withInstallLock(root, install, () =>
    say("Another process is installing the packages; waiting for it."),
  );
}

/** What npm had to say stands above it. */
export class InstallError extends Error {
  constructor(exitCode) {
    super(`The packages could not be installed: npm ci ended with ${exitCode}.`);
    this.exitCode = exitCode;
  }
}

/** The npm that runs us, else the one on the PATH; nothing but errors is printed. */
function runNpmCi(root, { withDev, onStart }) {
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(withDev ? ["--include=dev"] : [])];
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const options = { cwd: root, onStart, stdio: ["inherit", 2, "inherit"] };
  if (npm?.endsWith(".js")) return runChild(node, [npm, ...args], options);
  return runChild(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}
