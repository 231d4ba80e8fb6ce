import { parseArgs } from "node:util";
import { backupCycles } from "./backup-cycles.ts";

const { values } = parseArgs({
  options: { cycles: { type: "string" }, seed: { type: "string" }, minutes: { type: "string" } },
});
const cycles = Number(values.cycles ?? 50);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);

console.log(`${cycles} backups under a mixed load, each restored and started, seed ${seed}`);
const begun = performance.now();
const minutesMax = Number(values.minutes ?? 40);
const report = await backupCycles({ cycles, seed, minutesMax, tell: console.log });
for (const promise of report.broken) console.error(`BROKEN ${promise}`);
const median = (all: readonly number[]) =>
  ((all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0) / 1000).toFixed(1);
console.log(`${report.promises} promises; the last backup: ${JSON.stringify(report.last)}`);
console.log(
  `a backup takes ${median(report.backupMs)} s, from the restore to the first answer ${median(report.recoveryMs)} s (medians)`,
);
// One that there was no time for has not passed.
const failed = cycles - report.passed;
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
console.log(`${report.cycles} backups in ${seconds} s: ${report.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
