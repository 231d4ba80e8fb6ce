import type { PathRoute } from "#kernel/policy.ts";
import type { Host, Route } from "#kernel/route.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import { readStatement } from "#platform/database/statement.ts";

type HostRow = { readonly handle_id: string; readonly until: number | null };

const oneHost = readStatement<{ readonly host: string }, HostRow>((db, { host }) =>
  readerOf(db).selectFrom("hosts").select(["handle_id", "until"]).where("host", "=", host),
);
const oneRoute = readStatement<
  { readonly handle_id: string; readonly slug: string },
  { readonly route: string }
>((db, { handle_id, slug }) =>
  readerOf(db)
    .selectFrom("routes")
    .select("route")
    .where("handle_id", "=", handle_id)
    .where("slug", "=", slug),
);

/** Whose host it is, under its present name or an earlier one. */
export async function findHost(
  read: Reader,
  host: string,
): Promise<Pick<Host, "handleId" | "until"> | undefined> {
  const [row] = await oneHost(read, { host });
  return row && { handleId: row.handle_id, until: row.until };
}

/** What the edge serves there, of whichever handle: it may lack fields that were added after it was written. */
export async function findRoute(
  read: Reader,
  handleId: string,
  slug: string,
): Promise<Partial<Route> | undefined> {
  const [row] = await oneRoute(read, { handle_id: handleId, slug });
  return row && JSON.parse(row.route);
}

/** The paths of a handle whose visitors follow a link. */
export async function findPaths(read: Reader, handleId: string): Promise<readonly PathRoute[]> {
  const row = await read
    .selectFrom("policies")
    .select("value")
    .where("handle_id", "=", handleId)
    .where("part", "=", "paths")
    .executeTakeFirst();
  return row === undefined ? [] : JSON.parse(row.value);
}
