import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const LOOK_MS = 250;
const BEAT_MS = 1_000;
/** After so long without a beat its holder is gone. */
const SILENT_MS = 10_000;
/** What a holder that was killed left running, npm, is waited for this long at most. */
const ORPHAN_MS = 180_000;

/** Runs `work` while no other process on this checkout does; `work` is told how to name the process it started. */
export async function withInstallLock(root, work, onWait = () => {}) {
  const path = join(root, ".install-lock");
  const mine = randomUUID();
  let hasWaited = false;
  while (!(await take(path, mine))) {
    if (!hasWaited) onWait();
    hasWaited = true;
    await delay(LOOK_MS);
  }
  const beat = setInterval(() => attempt(() => utimesSync(path, new Date(), new Date())), BEAT_MS);
  try {
    return await work((pid) => writeFileSync(path, `${mine} ${pid}`));
  } finally {
    clearInterval(beat);
    if (read(path).holder === mine) rmSync(path, { force: true });
  }
}

async function take(path, mine) {
  const wasStale = isStale(path);
  if (wasStale) moveAway(path);
  try {
    writeFileSync(path, mine, { flag: "wx" });
  } catch (thrown) {
    if (thrown.code === "EEXIST") return false;
    throw thrown;
  }
  // Whoever judged the same old lock stale may have moved this new one away; by then they will have.
  if (wasStale) await delay(LOOK_MS);
  return read(path).holder === mine;
}

function isStale(path) {
  const state = statSync(path, { throwIfNoEntry: false });
  if (state === undefined) return false;
  const silentMs = Date.now() - state.mtimeMs;
  return silentMs > SILENT_MS && (silentMs > ORPHAN_MS || !isAlive(Number(read(path).pid)));
}

function isAlive(pid) {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return thrown.code === "EPERM";
  }
}

function moveAway(path) {
  const aside = `${path}.${randomUUID()}`;
  attempt(() => {
    renameSync(path, aside);
    rmSync(aside);
  });
}

function read(path) {
  const [holder, pid] = attempt(() => readFileSync(path, "utf8"))?.split(" ") ?? [];
  return { holder, pid };
}

/** For files that another process may take away at any moment. */
function attempt(work) {
  try {
    return work();
  } catch (thrown) {
    if (thrown.code !== "ENOENT") throw thrown;
    return undefined;
  }
}
