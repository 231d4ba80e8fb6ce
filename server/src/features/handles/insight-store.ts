import type { Reader } from "#platform/database/database.ts";
import type { HandleTables } from "./store.ts";

/** As much of other features' tables as counting takes. */
type CountedTables = HandleTables & {
  readonly links: { readonly handle_id: string };
  readonly tokens: {
    readonly handle_id: string;
    readonly revoked_at: number | null;
    readonly expires_at: number | null;
  };
};

export type AuditEvent = {
  readonly id: string;
  readonly action: string;
  readonly target: string;
  readonly actor: string;
  readonly details: Record<string, unknown> | null;
  readonly at: Date;
};

export type AuditFilter = { readonly actor?: string | undefined; readonly action?: string | undefined };

/** What happened in this handle, newest first, older than the entry `before`. */
export async function listAuditEvents(
  read: Reader,
  handleId: string,
  { actor, action }: AuditFilter,
  before: string | undefined,
  limit: number,
): Promise<AuditEvent[]> {
  let events = read.selectFrom("audit_events").selectAll().where("handle_id", "=", handleId);
  if (actor !== undefined) events = events.where("actor", "=", actor);
  if (action !== undefined) events = events.where("action", "=", action);
  if (before !== undefined) events = events.where("id", "<", before);
  const rows = await events.orderBy("id", "desc").limit(limit).execute();
  return rows.map(({ id, action, target, actor, details, at }) => ({
    id,
    action,
    target,
    actor,
    details: details === null ? null : JSON.parse(details),
    at: new Date(at),
  }));
}

/** How much of everything that is metered there is in this handle. */
export async function countUsage(read: Reader, handleId: string, now: Date) {
  const tables = read.$extendTables<CountedTables>();
  const links = await tables
    .selectFrom("links")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("handle_id", "=", handleId)
    .executeTakeFirst();
  const tokens = await tables
    .selectFrom("tokens")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("handle_id", "=", handleId)
    .where("revoked_at", "is", null)
    .where((or) => or.or([or("expires_at", "is", null), or("expires_at", ">", now.getTime())]))
    .executeTakeFirst();
  const collaborators = await tables
    .selectFrom("members")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("handle_id", "=", handleId)
    .where("role", "!=", "OWNER")
    .executeTakeFirst();
  const clicks = await tables
    .selectFrom("link_clicks")
    .select(({ fn }) => fn.sum<number | string | null>("clicks").as("sum"))
    .where("handle_id", "=", handleId)
    .executeTakeFirst();
  return {
    links: Number(links?.count ?? 0),
    tokens: Number(tokens?.count ?? 0),
    collaborators: Number(collaborators?.count ?? 0),
    clicksTotal: Number(clicks?.sum ?? 0),
  };
}
