import { parseArgs } from "node:util";
import { randomFrom } from "#testing/random.ts";
import { webhookCycles } from "./webhook-cycles.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000" },
    kills: { type: "string", default: "20" },
    deaths: { type: "string", default: "200" },
    seed: { type: "string" },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const [events, kills, deaths] = [Number(values.events), Number(values.kills), Number(values.deaths)];

console.log(
  `${events} events × 3 faulty endpoints, ${kills} SIGKILLs, ${deaths} deaths before a fan-out, seed ${seed}`,
);
const begun = performance.now();
const report = await webhookCycles({ events, kills, deaths, random: randomFrom(seed) });
for (const promise of report.broken) console.error(`BROKEN ${promise}`);
console.log(
  `${report.deliveries} deliveries in ${report.attempts} attempts, ${report.duplicates} of them accepted twice; ` +
    `${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
console.log(`${report.broken.length} broken promises`);
process.exitCode = report.broken.length === 0 ? 0 : 1;
