import { readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;

/** CPU time that a process has used so far, in microseconds, user and system, all its threads. Linux only. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [, , , , , , , , , , , user = "0", system = "0"] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(user) + Number(system)) / TICKS_PER_SECOND) * 1e6;
}
