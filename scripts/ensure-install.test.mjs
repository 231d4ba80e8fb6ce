import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { ensureInstall } from "./ensure-install.mjs";

const LOCKED = {
  "": { name: "product" },
  server: { name: "@product/server" },
  "node_modules/@product/server": { resolved: "server", link: true },
  "node_modules/hono": { version: "4.0.0", integrity: "sha512-hono" },
  "node_modules/vitest": { version: "5.0.0", integrity: "sha512-vitest", dev: true },
  "node_modules/node-elsewhere": { version: "26.0.0", integrity: "sha512-node", optional: true },
};
const { "node_modules/node-elsewhere": _, ...PRESENT } = LOCKED;
const { "node_modules/vitest": __, ...PRODUCTION } = PRESENT;

/** A checkout, an npm that takes its time, and what was said. */
function checkout(present) {
  const root = mkdtempSync(join(tmpdir(), "checkout-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const lists = { [join(root, "package-lock.json")]: LOCKED };
  const listing = join(root, "node_modules/.package-lock.json");
  mkdirSync(join(root, "node_modules"));
  if (present !== undefined) lists[listing] = present;
  for (const [path, packages] of Object.entries(lists)) writeFileSync(path, JSON.stringify({ packages }));
  const ran = [];
  const said = [];
  const npmCi = async (_root, options) => {
    ran.push(options);
    await delay(50);
    writeFileSync(listing, JSON.stringify({ packages: PRESENT }));
    return 0;
  };
  const ensure = (options) => ensureInstall(root, { npmCi, say: (line) => said.push(line), ...options });
  return { root, ensure, ran, said };
}

test("what the lockfile names is installed once, and the second time nothing is done or said", async () => {
  const { ensure, ran, said } = checkout(undefined);
  await ensure();
  expect([ran.length, said.length]).toEqual([1, 1]);
  await ensure();
  expect([ran.length, said.length]).toEqual([1, 1]);
});

test.each([
  ["another version", { ...PRESENT, "node_modules/hono": { version: "3.9.9", integrity: "sha512-old" } }],
  ["other content", { ...PRESENT, "node_modules/hono": { version: "4.0.0", integrity: "sha512-other" } }],
  ["a package too few", PRODUCTION, { withDev: true }],
  ["a package too many", { ...PRESENT, "node_modules/left-pad": { version: "1.0.0" } }],
])("%s than the lockfile's leads to an install", async (_what, present, options) => {
  const { ensure, ran } = checkout(present);
  await ensure(options);
  expect(ran).toHaveLength(1);
});

test("a server that was installed without the development packages starts without them", async () => {
  const { ensure, ran } = checkout(PRODUCTION);
  await ensure();
  expect(ran).toEqual([]);
});

test("an install that was interrupted is done again", async () => {
  const { ensure, ran } = checkout({ ...PRESENT, "node_modules/hono": { version: "3.9.9" } });
  await expect(ensure({ npmCi: async () => 130 })).rejects.toMatchObject({ exitCode: 130 });
  await ensure();
  expect(ran).toHaveLength(1);
});

test("of processes that start together one installs, and nothing is left of the lock", async () => {
  const { root, ensure, ran } = checkout(undefined);
  await Promise.all([ensure(), ensure(), ensure()]);
  expect(ran).toHaveLength(1);
  expect(readdirSync(root)).toEqual(["node_modules", "package-lock.json"]);
});

test("a lock whose holder was killed is taken over by one of those who wait", async () => {
  const { root, ensure, ran } = checkout(undefined);
  const path = join(root, ".install-lock");
  const anHourAgo = new Date(Date.now() - 3_600_000);
  writeFileSync(path, `someone ${process.pid}`);
  utimesSync(path, anHourAgo, anHourAgo);
  await Promise.all([ensure(), ensure(), ensure()]);
  expect(ran).toHaveLength(1);
});

test("a killed holder's npm is waited for while it runs", async () => {
  const { root, ensure, ran, said } = checkout(undefined);
  const path = join(root, ".install-lock");
  const aMinuteAgo = new Date(Date.now() - 60_000);
  writeFileSync(path, `someone ${process.pid}`);
  utimesSync(path, aMinuteAgo, aMinuteAgo);
  const ensured = ensure();
  await delay(600);
  expect(ran).toEqual([]);
  expect(said).toEqual(["Waiting for another process to install the packages."]);
  rmSync(path);
  await ensured;
  expect(ran).toHaveLength(1);
});
