import type { HandleTables } from "#features/handles/index.ts";
import type { Role } from "#kernel/access.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { DomainRoute } from "./account-domain.ts";

/** A route with what its handle is called now, and what the domain's owner may do there. */
export type KnownRoute = DomainRoute & {
  readonly domain: string;
  readonly handle: string;
  /** `undefined`: nothing, or the handle is deleted. */
  readonly role: Role | undefined;
};

/** Where these domains of an account lead, in the order in which a path is looked for. */
export async function listRoutes(
  read: Reader,
  userId: string,
  domains: readonly string[],
): Promise<KnownRoute[]> {
  if (domains.length === 0) return [];
  const rows = await read
    .$extendTables<HandleTables>()
    .selectFrom("account_domain_routes as routes")
    .innerJoin("handles", "handles.handle_id", "routes.handle_id")
    .leftJoin("members", (join) =>
      join
        .onRef("members.handle_id", "=", "routes.handle_id")
        .onRef("members.user_id", "=", "routes.user_id"),
    )
    .select(["routes.domain", "routes.path_prefix", "routes.handle_id", "routes.priority"])
    .select(["handles.handle", "handles.deleted_at", "members.role"])
    .where("routes.user_id", "=", userId)
    .where("routes.domain", "in", domains)
    .orderBy("routes.priority", "desc")
    .orderBy("routes.path_prefix")
    .execute();
  return rows.map((row) => ({
    domain: row.domain,
    pathPrefix: row.path_prefix,
    handleId: row.handle_id,
    priority: row.priority,
    handle: row.handle,
    role: row.deleted_at === null ? (row.role ?? undefined) : undefined,
  }));
}

export async function replaceRoutes(
  tx: Tx,
  userId: string,
  domain: string,
  routes: readonly DomainRoute[],
): Promise<void> {
  await tx
    .deleteFrom("account_domain_routes")
    .where("user_id", "=", userId)
    .where("domain", "=", domain)
    .execute();
  if (routes.length === 0) return;
  await tx
    .insertInto("account_domain_routes")
    .values(
      routes.map(({ pathPrefix, handleId, priority }) => ({
        user_id: userId,
        domain,
        path_prefix: pathPrefix,
        handle_id: handleId,
        priority,
      })),
    )
    .execute();
}

/** Whether an account's domain that is served leads to this handle. */
export async function leadsToHandle(read: Reader, domain: string, handleId: string): Promise<boolean> {
  const row = await read
    .$extendTables<HandleTables>()
    .selectFrom("account_domains as domains")
    .innerJoin("account_domain_routes as routes", (join) =>
      join.onRef("routes.user_id", "=", "domains.user_id").onRef("routes.domain", "=", "domains.domain"),
    )
    .innerJoin("members", (join) =>
      join
        .onRef("members.handle_id", "=", "routes.handle_id")
        .onRef("members.user_id", "=", "routes.user_id"),
    )
    .select("domains.domain")
    .where("domains.domain", "=", domain)
    .where("domains.state", "in", ["ACTIVE", "FAILING"])
    .where("routes.handle_id", "=", handleId)
    .where("members.role", "in", ["OPERATOR", "OWNER"])
    .executeTakeFirst();
  return row !== undefined;
}
