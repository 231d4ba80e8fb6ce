import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { migrate, pendingMigrations } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { lostRows, makePast, type Rows, readRows } from "./past-database.ts";

const VICTIM = join(import.meta.dirname, "migrate-victim.ts");

type Options = {
  /** Where an empty database is. */
  readonly location: string;
  readonly version: string;
  /** At which of its steps a process is killed that migrates, before one is let through; the first is 0. */
  readonly killAt: (steps: number) => readonly number[];
};

/**
 * Brings a database of a past version to this program's, killed on the way and begun again, and says what of it is not as it
 * was. A death must leave exactly what was there.
 */
export async function upgrade({ location, version, killAt }: Options): Promise<readonly string[]> {
  await makePast(location, version);
  const past = await readRows(location);
  const broken: string[] = [];
  const steps = [...(await pendingAt(location)), "commit"];
  for (const at of killAt(steps.length)) {
    const step = steps[at] ?? "commit";
    const signal = await killedAt(location, step);
    if (signal !== "SIGKILL") broken.push(`not killed at ${step}`);
    if (!isSame(past, await readRows(location))) broken.push(`changed by a death at ${step}`);
  }
  {
    await using db = openDatabase(location);
    await migrate(db);
  }
  if ((await pendingAt(location)).length > 0) broken.push("migrations are left");
  const present = await readRows(location);
  broken.push(...lostRows(past, present), ...toldAgain(past, present));
  return broken.map((what) => `from ${version}: ${what}`);
}

async function pendingAt(location: string): Promise<readonly string[]> {
  await using db = openDatabase(location);
  return await pendingMigrations(db);
}

async function killedAt(location: string, step: string): Promise<NodeJS.Signals | null> {
  const victim = spawn(process.execPath, [VICTIM, location, step], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [, signal] = (await once(victim, "exit")) as [number | null, NodeJS.Signals | null];
  return signal;
}

const isSame = (one: Rows, other: Rows): boolean =>
  one.size === other.size && lostRows(one, other).length === 0 && lostRows(other, one).length === 0;

/** Events from before there were webhooks and notifications count as told: nobody hears of an old one. */
function toldAgain(past: Rows, present: Rows): readonly string[] {
  const [before] = past.get("outbox") ?? [];
  if (before === undefined) return [];
  return ["dispatched_at", "notified_at"]
    .filter((column) => !(column in before))
    .flatMap((column) => (present.get("outbox") ?? []).filter((row) => row[column] !== row["at"]))
    .map(({ id }) => `event ${id} would be told again`);
}
