import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["dashboard/src", "dashboard/public", "sdk/src"];
const FILES = [
  "dashboard/index.html",
  "dashboard/vite.config.ts",
  "dashboard/package.json",
  "package-lock.json",
];

/** A hash of everything of which the dashboard is built: its sources, the client it calls the API with, and its packages. */
export function hashDashboardSources(root) {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  const hash = createHash("sha256");
  for (const path of [...inFolders, ...FILES.map((file) => join(root, file))].sort()) {
    hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}
