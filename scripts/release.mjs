import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ensureInstall } from "./ensure-install.mjs";
import { findNode } from "./find-node.mjs";
import { isDashboardBuilt } from "./is-dashboard-built.mjs";
import { runChild } from "./run-child.mjs";

const root = join(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const name = `switchyard-${version}`;

/** What a running installation reads, and what whoever runs it wants to read. */
const PARTS = [
  ...["package.json", "LICENSE", "NOTICE", "README.md", "SECURITY.md", "docs", "deploy", "dashboard/dist"],
  ...["server/package.json", "server/src", "server/migrations", "server/warehouse", "server/sdk"],
];
const LEFT_OUT = ["server/src/testing", "*.test.ts", "*.bench.ts"];

try {
  await ensureInstall(root, { withDev: true });
  if (!isDashboardBuilt(root)) {
    const exitCode = await runChild(findNode(root), [join(root, "scripts/build-dashboard.mjs")], {
      cwd: root,
    });
    if (exitCode !== 0) throw Object.assign(new Error("There is no dashboard to pack."), { exitCode });
  }
  pack(resolve(process.argv[2] ?? join(root, "dist", `${name}.tar.gz`)));
} catch (thrown) {
  console.error(thrown.message);
  process.exitCode = thrown.exitCode ?? 1;
}

/** One archive for this kind of machine, the same for the same sources and packages; compressed where its name says so. */
function pack(archive) {
  mkdirSync(dirname(archive), { recursive: true });
  rmSync(archive, { force: true });
  const how = ["--sort=name", `--mtime=@${committedAt()}`, "--owner=0", "--group=0", "--numeric-owner"];
  execFileSync(
    "tar",
    [
      ...["--create", "--auto-compress", "--file", archive, "--directory", root, ...how],
      ...LEFT_OUT.map((pattern) => `--exclude=${pattern}`),
      ...["--transform", "s,^deploy/release,bin,S", "--transform", `s,^,${name}/,S`],
      ...[...PARTS, ...productionPackages()],
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  console.log(archive);
}

/** The folders of the packages that the server needs to run, as they are installed here: nothing is fetched. */
function productionPackages() {
  const args = ["ls", "--workspace", "server", "--omit=dev", "--all", "--parseable"];
  // It also reports what is installed for the other workspaces alone, and ends with 1 for that.
  const listed = execFileSync("npm", args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const paths = listed
    .split("\n")
    .map((path) => relative(root, path))
    .filter((path) => path.startsWith("node_modules/") && existsSync(join(root, path)));
  // What lies within another comes with it.
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
}

function committedAt() {
  const { SOURCE_DATE_EPOCH: epoch } = process.env;
  if (epoch !== undefined) return epoch;
  try {
    return execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "0";
  }
}
