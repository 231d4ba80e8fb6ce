import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildDashboardBeside } from "./build-beside.mjs";
import { useCompileCache } from "./compile-cache.mjs";
import { ensureInstall } from "./ensure-install.mjs";
import { findNode } from "./find-node.mjs";
import { useOneArena } from "./one-arena.mjs";
import { runChild } from "./run-child.mjs";

const root = join(import.meta.dirname, "..");
try {
  useCompileCache(root);
  useOneArena();
  await ensureInstall(root);
  const tie = pathToFileURL(join(root, "scripts/end-with-parent.mjs")).href;
  const program = join(root, "server/src/main.ts");
  const node = findNode(root);
  const endBuild = buildDashboardBeside(root, node);
  const options = { alone: true, stdio: ["inherit", "inherit", "inherit", "ipc"] };
  const args = ["--import", tie, program, "start", ...process.argv.slice(2)];
  process.exitCode = await runChild(node, args, options);
  endBuild();
} catch (thrown) {
  console.error(thrown.message);
  process.exitCode = thrown.exitCode ?? 1;
}
