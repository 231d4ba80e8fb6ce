import { mkdir } from "node:fs/promises";
import { loadConfig } from "#platform/config/config.ts";
import { migrate, pendingMigrations } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import type { Command } from "./command.ts";

/** Brings the database up to date without serving, as a start does. */
export const migrateCommand: Command = {
  name: "migrate",
  summary: "bring the database to the schema of this version, and stop",
  usage: "",
  details: ["All that is missing runs in one transaction. The warehouse is brought up to date by a start."],
  options: {},
  run: async (_, { env }) => {
    const { database, dataDir } = loadConfig(env);
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await using db = openDatabase(database);
    const applied = await pendingMigrations(db);
    await migrate(db);
    const text = applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`;
    return { exitCode: 0, report: { applied }, text };
  },
};
