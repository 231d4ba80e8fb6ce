import { join } from "node:path";
import { useCompileCache } from "./compile-cache.mjs";
import { ensureInstall } from "./ensure-install.mjs";
import { findNode } from "./find-node.mjs";
import { quickFolder } from "./quick-folder.mjs";
import { runChild } from "./run-child.mjs";

const root = join(import.meta.dirname, "..");
try {
  useCompileCache(root);
  await ensureInstall(root, { withDev: true });
  process.env.TMPDIR = quickFolder();
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  process.exitCode = await runChild(findNode(root), [vitest, "run", ...process.argv.slice(2)], { cwd: root });
} catch (thrown) {
  console.error(thrown.message);
  process.exitCode = thrown.exitCode ?? 1;
}
