import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { hashDashboardSources } from "./dashboard-sources.mjs";
import { ensureInstall } from "./ensure-install.mjs";
import { findNode } from "./find-node.mjs";
import { isDashboardBuilt } from "./is-dashboard-built.mjs";
import { runChild } from "./run-child.mjs";

const root = join(import.meta.dirname, "..");
const built = join(root, "dashboard/dist");
const fresh = join(root, `dashboard/dist-${process.pid}`);
try {
  await ensureInstall(root);
  if (!isDashboardBuilt(root)) await build();
} catch (thrown) {
  console.error(`The dashboard could not be built: ${thrown.message}`);
  process.exitCode = thrown.exitCode ?? 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

/** Beside the old build, which is served until the new one is whole. */
async function build() {
  const hash = hashDashboardSources(root);
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", "--outDir", fresh, "--emptyOutDir", "--logLevel", "warn"];
  const exitCode = await runChild(findNode(root), args, { cwd: join(root, "dashboard") });
  if (exitCode !== 0) throw Object.assign(new Error(`Vite ended with ${exitCode}.`), { exitCode });
  compressAll(fresh);
  writeFileSync(join(fresh, ".sources"), hash);
  const old = `${fresh}-old`;
  if (existsSync(built)) renameSync(built, old);
  renameSync(fresh, built);
  rmSync(old, { recursive: true, force: true });
}

/** Once, as small as it gets: nothing is compressed while somebody waits. */
function compressAll(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|svg)$/.test(entry.name)) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = readFileSync(path);
    if (bytes.length < 1024) continue;
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
