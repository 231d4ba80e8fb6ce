import { parseArgs } from "node:util";
import { randomFrom } from "#testing/random.ts";
import { leadFlood } from "./lead-flood.ts";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "10000" },
    kills: { type: "string", default: "10" },
    seed: { type: "string" },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const [posts, kills] = [Number(values.posts), Number(values.kills)];

console.log(`${posts} posts of strangers, ${kills} SIGKILLs, seed ${seed}`);
const report = await leadFlood({ posts, kills, random: randomFrom(seed) });
for (const promise of report.broken.slice(0, 50)) console.error(`BROKEN ${promise}`);
const answers = Object.entries(report.answers).map(([status, count]) => `${count} × ${status}`);
console.log(
  `${answers.join(", ")}; ${report.leads} leads, ${report.repeated} posts sent again without an answer; ` +
    `${report.seconds.toFixed(0)} s`,
);
console.log(`${report.broken.length} broken promises`);
process.exitCode = report.broken.length === 0 ? 0 : 1;
