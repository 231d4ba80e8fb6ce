import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";

/** A process that migrates a database and dies on the way: `migrate-victim.ts LOCATION STEP`. */
const [location = "", step = ""] = process.argv.slice(2);
const db = openDatabase(location);
await migrate(db, {
  reached: (reached) => {
    if (reached === step) process.kill(process.pid, "SIGKILL");
  },
});
