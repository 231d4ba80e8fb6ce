import { rmSync } from "node:fs";
import { join } from "node:path";
import { isInstalled } from "./is-installed.mjs";
import { runChild } from "./run-child.mjs";
import { withInstallLock } from "./with-install-lock.mjs";

/**
 * Leaves node_modules as the lockfile says, with one `npm ci` and only when it is not so already. Of processes that
 * start together one installs and the others wait.
 */
export async function ensureInstall(root, options = {}) {
  const { withDev = false, npmCi = runNpmCi, say = (line) => console.error(line) } = options;
  if (isInstalled(root, { withDev })) return;
  const install = async (onStart) => {
    if (isInstalled(root, { withDev })) return;
    say("Installing the packages of package-lock.json; this happens once and takes about a minute.");
    // npm writes it anew when all is done: until then nothing counts as installed, however npm ends.
    rmSync(join(root, "node_modules/.package-lock.json"), { force: true });
    const exitCode = await npmCi(root, { withDev, onStart });
    if (exitCode !== 0) {
      throw Object.assign(new Error("The packages could not be installed."), { exitCode });
    }
  };
  await withInstallLock(root, install, () => say("Waiting for another process to install the packages."));
}

/** The npm that runs us, else the one on the PATH. Only what goes wrong is printed. */
function runNpmCi(root, { withDev, onStart }) {
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(withDev ? ["--include=dev"] : [])];
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const options = { cwd: root, onStart, stdio: ["inherit", "ignore", "inherit"] };
  return npm?.endsWith(".js") ? runChild(node, [npm, ...args], options) : runChild("npm", args, options);
}
