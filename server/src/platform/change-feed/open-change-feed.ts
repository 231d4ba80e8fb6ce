import type { ChangeFeed } from "./change-feed.ts";
import { postgresFeed } from "./postgres-feed.ts";
import { sqliteFeed } from "./sqlite-feed.ts";

/** The news channel that belongs to the database at this location. */
export function openChangeFeed(location: string): ChangeFeed {
  return /^postgres(ql)?:/.test(location) ? postgresFeed(location) : sqliteFeed(location);
}
