import { parseArgs } from "node:util";
import { blobCycles } from "./blob-cycles.ts";
import { FileWorkload } from "./file-workload.ts";

const { values } = parseArgs({ options: { cycles: { type: "string" }, seed: { type: "string" } } });
const cycles = Number(values.cycles ?? 50);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);

console.log(`${cycles} SIGKILLs during uploads, deletes and collections, seed ${seed}`);
const begun = performance.now();
const workloads = [new FileWorkload()];
const { broken, due, needed, left } = await blobCycles({ cycles, seed, workloads });
for (const promise of broken) console.error(`BROKEN ${promise}`);
for (const { name, promises, figures } of workloads) {
  const counted = Object.entries(figures()).map(([what, count]) => `${count} ${what}`);
  console.log(`${name}: ${promises()} promises; ${counted.join(", ")}`);
}
console.log(`${due} blobs due for collection at a start; in the end ${needed} needed, ${left} left over`);
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
console.log(`${cycles} cycles in ${seconds} s, ${broken.length} broken promises`);
process.exitCode = broken.length + left === 0 ? 0 : 1;
