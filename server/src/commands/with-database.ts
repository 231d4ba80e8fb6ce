import { existsSync } from "node:fs";
import { openChangeFeed } from "#platform/change-feed/open-change-feed.ts";
import { loadConfig } from "#platform/config/config.ts";
import { pendingMigrations } from "#platform/database/migrate.ts";
import { isPostgres, openDatabase } from "#platform/database/open-database.ts";
import type { MutateDeps } from "#platform/mutate.ts";
import type { Surroundings } from "./command.ts";
import { Misuse } from "./misuse.ts";

/**
 * Does `work` on the configured database, beside a server that runs or without one: whoever listens there hears of each
 * change. Refuses a database that is not up to date, because a server of another version may be using it.
 */
export async function withDatabase<T>(
  { env, clock }: Pick<Surroundings, "env" | "clock">,
  work: (deps: MutateDeps) => Promise<T>,
): Promise<T> {
  const { database } = loadConfig(env);
  if (!isPostgres(database) && !existsSync(database)) throw notReady();
  await using db = openDatabase(database);
  if ((await pendingMigrations(db)).length > 0) throw notReady();
  await using changes = openChangeFeed(database);
  return await work({ db, changes, clock, standing: async (_, actor) => actor });
}

const notReady = () =>
  new Misuse("The database is not up to date: run `switchyard migrate`, or start the server once.");
