import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** By what its events know a handle that the program of a data folder has made. */
export function handleId(dataDir: string, handle: string): string {
  using db = new DatabaseSync(join(dataDir, "switchyard.sqlite"), { readOnly: true });
  return String(db.prepare("select handle_id from hosts where host = ?").get(handle)?.["handle_id"]);
}
