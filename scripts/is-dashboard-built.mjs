import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashDashboardSources } from "./dashboard-sources.mjs";

/** Whether the built dashboard is that of the present sources; read in a few milliseconds. */
export function isDashboardBuilt(root) {
  try {
    return readFileSync(join(root, "dashboard/dist/.sources"), "utf8") === hashDashboardSources(root);
  } catch {
    return false;
  }
}
