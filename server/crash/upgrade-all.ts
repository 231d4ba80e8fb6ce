import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { knownMigrations } from "#platform/database/migrate.ts";
import { startPostgresServer } from "#testing/postgres-server.ts";
import { upgrade } from "./upgrade.ts";

/** Every version to this one, on both engines, killed at each step of its migration. */
const { values } = parseArgs({ options: { minutes: { type: "string" } } });
const end = performance.now() + Number(values.minutes ?? 30) * 60_000;
const folder = await mkdtemp(join(tmpdir(), "switchyard-upgrade-"));
const server = await startPostgresServer();
let [upgrades, deaths, failed, count] = [0, 0, 0, 0];
const everyStep = (steps: number): readonly number[] => {
  deaths += steps;
  return Array.from({ length: steps }, (_, step) => step);
};
try {
  for (const { name } of await knownMigrations()) {
    for (const makeEmpty of [emptyFile, emptyDatabase]) {
      if (performance.now() > end) break;
      const broken = await upgrade({
        location: await makeEmpty(),
        version: name.slice(0, 4),
        killAt: everyStep,
      });
      for (const one of broken) console.error(`BROKEN ${one}`);
      upgrades += 1;
      if (broken.length > 0) failed += 1;
    }
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(`${upgrades} upgrades, ${deaths} deaths: ${upgrades - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function emptyFile(): Promise<string> {
  return join(folder, `${++count}.sqlite`);
}

async function emptyDatabase(): Promise<string> {
  const name = `past_${++count}`;
  const admin = new Client(server.url);
  await admin.connect();
  await admin
    .query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`)
    .finally(() => admin.end());
  return Object.assign(new URL(server.url), { pathname: name }).href;
}
