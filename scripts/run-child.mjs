import { spawn } from "node:child_process";
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** npm, the terminal and the service manager may each pass on the same signal. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Runs a program in the foreground and answers its exit code. Every signal to this process reaches it exactly once, and
 * with `alone` only by this way: a terminal's Ctrl-C is not delivered to it a second time.
 */
export function runChild(command, args, { cwd, alone = false, stdio = "inherit", onStart = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio, detached: alone && process.platform !== "win32" });
    const lastAt = new Map();
    const pass = (signal) => {
      const now = performance.now();
      if (now - (lastAt.get(signal) ?? -Infinity) > SAME_SIGNAL_MS) child.kill(signal);
      lastAt.set(signal, now);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    const rest = () => {
      for (const signal of SIGNALS) process.off(signal, pass);
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
