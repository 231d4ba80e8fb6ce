import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { isDashboardBuilt } from "./is-dashboard-built.mjs";

/**
 * Builds the dashboard beside the starting server when its sources are newer, and never in its way: at the lowest priority,
 * and whatever becomes of it. Answers a function that ends it.
 */
export function buildDashboardBeside(root, node) {
  if (isDashboardBuilt(root)) return () => {};
  const child = spawn(node, [join(root, "scripts/build-dashboard.mjs")], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  child.once("error", (error) => console.error(`The dashboard could not be built: ${error.message}`));
  try {
    if (child.pid !== undefined) setPriority(child.pid, 19);
  } catch {
    // It is as good at the usual one.
  }
  child.unref();
  return () => child.kill();
}
