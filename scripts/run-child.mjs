import { spawn } from "node:child_process";
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** The terminal, npm and the service manager may each tell us the same within so long. */
const SAME_SIGNAL_MS = 1_000;
const LOOK_MS = 250;

/**
 * Runs a program in the foreground and answers its exit code. A signal to this process, or to the npm that runs it,
 * reaches the program exactly once; with `alone` a terminal's Ctrl-C comes to it only by this way.
 */
export function runChild(command, args, { cwd, alone = false, stdio = "inherit", onStart = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio, detached: alone && process.platform !== "win32" });
    let passedAt = -Infinity;
    const pass = (signal) => {
      const now = performance.now();
      if (now - passedAt > SAME_SIGNAL_MS) child.kill(signal);
      passedAt = now;
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    const watch = watchNpm(() => pass("SIGTERM"));
    const rest = () => {
      for (const signal of SIGNALS) process.off(signal, pass);
      clearInterval(watch);
    };
    child.once("spawn", () => onStart(child.pid));
    child.once("error", (error) => {
      rest();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      rest();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** npm passes signals to a shell between us, which dies of them and tells nobody. */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    onGone();
  }, LOOK_MS);
  return watch;
}
