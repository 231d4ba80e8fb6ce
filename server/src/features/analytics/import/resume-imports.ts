import type { ControlDeps } from "#platform/deps.ts";
import { isCommitted } from "./import-store.ts";
import { listStagings, releaseParts, removeStaging } from "./staging.ts";

/** Ends what a process began that is dead: a batch that committed reaches the event log, and the rest of any other goes. */
export async function resumeImports({
  db,
  clock,
  eventsFolder,
}: Pick<ControlDeps, "db" | "clock" | "eventsFolder">): Promise<void> {
  for (const { name, isAbandoned } of await listStagings(eventsFolder, clock.now())) {
    if (await isCommitted(db.read, name)) await releaseParts(eventsFolder, name);
    else if (isAbandoned) await removeStaging(eventsFolder, name);
  }
}
