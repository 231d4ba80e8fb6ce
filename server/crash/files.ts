import { parseArgs } from "node:util";
import { blobCycles } from "./blob-cycles.ts";
import { FileWorkload } from "./file-workload.ts";
import { SiteWorkload } from "./site-workload.ts";

const { values } = parseArgs({
  options: {
    cycles: { type: "string" },
    seed: { type: "string" },
    minutes: { type: "string" },
    "load-ms": { type: "string" },
  },
});
const cycles = Number(values.cycles ?? 50);
/** For a machine that has other things to do: the clients have longer before each death. */
const loadMs = Number(values["load-ms"] ?? 0);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);

console.log(`${cycles} SIGKILLs during uploads, activations, deletes and collections, seed ${seed}`);
const begun = performance.now();
const workloads = [new FileWorkload(), new SiteWorkload()];
const minutesMax = Number(values.minutes ?? 15);
const report = await blobCycles({ cycles, seed, workloads, minutesMax, ...(loadMs && { loadMs }) });
const { broken, due, needed, left } = report;
for (const promise of broken) console.error(`BROKEN ${promise}`);
for (const workload of workloads) {
  const counted = Object.entries(workload.figures()).map(([what, count]) => `${count} ${what}`);
  console.log(`${workload.name}: ${workload.promises()} promises; ${counted.join(", ")}`);
}
console.log(`${due} blobs due for collection at a start; in the end ${needed} needed, ${left} left over`);
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
console.log(`${report.cycles} cycles in ${seconds} s, ${broken.length} broken promises`);
process.exitCode = broken.length + left === 0 ? 0 : 1;
