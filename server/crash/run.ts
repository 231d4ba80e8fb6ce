import { parseArgs } from "node:util";
import { type CrashReport, crashCycles } from "./crash-cycles.ts";

const { values } = parseArgs({ options: { cycles: { type: "string" }, seed: { type: "string" } } });
const cycles = Number(values.cycles ?? 100);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);

console.log(`${cycles} cycles of SIGKILL under a mixed load, seed ${seed}`);
const together = Math.ceil(cycles / 2);
const begun = performance.now();
const broken = [
  ...report("one program with its warehouse", await crashCycles({ cycles: together, seed })),
  ...report(
    "edge, worker and warehouse apart",
    await crashCycles({ cycles: cycles - together, seed: seed + 1, isApart: true }),
  ),
];
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
console.log(`${cycles} cycles in ${seconds} s, ${broken.length} broken promises`);
process.exitCode = broken.length === 0 ? 0 : 1;

function report(what: string, { broken, promises, clicks, startMs, kills }: CrashReport): readonly string[] {
  for (const promise of broken) console.error(`BROKEN ${promise}`);
  const sorted = startMs.toSorted((a, b) => a - b);
  const ready = sorted[Math.floor(sorted.length / 2)]?.toFixed(0);
  const victims = Object.entries(kills).map(([victim, times]) => `${victim} ${times}`);
  console.log(`${what}: killed ${victims.join(", ")}`);
  console.log(`  ${promises} promises, ${clicks} of them redirects; ${broken.length} broken`);
  console.log(`  ready after ${ready} ms (median of ${sorted.length} starts)`);
  return broken;
}
