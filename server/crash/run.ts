import { parseArgs } from "node:util";
import { crashCycles } from "./crash-cycles.ts";

const { values } = parseArgs({ options: { cycles: { type: "string" }, seed: { type: "string" } } });
const cycles = Number(values.cycles ?? 50);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);

console.log(`${cycles} cycles of SIGKILL under a mixed load, seed ${seed}`);
const { broken, promises, clicks, startMs } = await crashCycles(cycles, seed);
for (const promise of broken) console.error(`BROKEN ${promise}`);
const sorted = startMs.toSorted((a, b) => a - b);
console.log(`${promises} promises, ${clicks} of them redirects; ${broken.length} broken`);
console.log(
  `ready after ${sorted[Math.floor(sorted.length / 2)]?.toFixed(0)} ms (median of ${sorted.length} starts)`,
);
console.log(`${cycles} cycles, ${broken.length} broken promises`);
process.exitCode = broken.length === 0 ? 0 : 1;
