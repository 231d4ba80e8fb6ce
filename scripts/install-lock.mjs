import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

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
    await delay(250);
  }
  const beat = setInterval(() => touch(path), BEAT_MS);
  try {
    return await work((pid) => writeFileSync(path, `${mine} ${pid}`));
  } finally {
    clearInterval(beat);
    if (holderOf(path) === mine) rmSync(path, { force: true });
  }
}

/** A link fails where there is a file already, so of two processes one has it. */
async function take(path, mine) {
  const hadToSteal = isStale(path) && steal(path);
  const draft = `${path}.${mine}`;
  writeFileSync(draft, mine);
  try {
    linkSync(draft, path);
  } catch (thrown) {
    if (thrown.code === "EEXIST") return false;
    throw thrown;
  } finally {
    rmSync(draft);
  }
  // Another may have judged the same old lock and moved this new one away; it would have by now.
  if (hadToSteal) await delay(250);
  return holderOf(path) === mine;
}

function steal(path) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    rmSync(aside);
  } catch {
    // Somebody else was first.
  }
  return true;
}

function isStale(path) {
  const state = statSync(path, { throwIfNoEntry: false });
  if (state === undefined) return false;
  const silentMs = Date.now() - state.mtimeMs;
  return silentMs > SILENT_MS && (silentMs > ORPHAN_MS || !isAlive(Number(read(path)[1])));
}

function isAlive(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown.code === "EPERM";
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The folder was taken away.
  }
}

const holderOf = (path) => read(path)[0];

function read(path) {
  try {
    return readFileSync(path, "utf8").split(" ");
  } catch {
    return [];
  }
}
