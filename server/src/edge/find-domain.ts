import { DOMAIN_ROLE, roleReaches } from "#kernel/access.ts";
import type { Reader } from "#platform/database/database.ts";

/** A handle that a domain of somebody's leads to, for paths that begin so. */
export type DomainRule = {
  /** In lower case; empty: every path. */
  readonly prefix: string;
  readonly handleId: string;
  /** The handle's present name. */
  readonly label: string;
};

/** What a domain leads to, the first rule that fits first; `null` for one that is nobody's, or not proven. */
export async function findDomain(read: Reader, domain: string): Promise<readonly DomainRule[] | null> {
  const rows = await read
    .selectFrom("account_domains as domains")
    .leftJoin("account_domain_routes as routes", (join) =>
      join.onRef("routes.user_id", "=", "domains.user_id").onRef("routes.domain", "=", "domains.domain"),
    )
    .leftJoin("handles", "handles.handle_id", "routes.handle_id")
    .leftJoin("members", (join) =>
      join
        .onRef("members.handle_id", "=", "routes.handle_id")
        .onRef("members.user_id", "=", "domains.user_id"),
    )
    .select(["routes.path_prefix", "routes.priority", "routes.handle_id"])
    .select(["handles.handle", "handles.deleted_at", "members.role"])
    .where("domains.domain", "=", domain)
    .where("domains.state", "in", ["ACTIVE", "FAILING"])
    .execute();
  if (rows.length === 0) return null;
  const rules = rows.flatMap(({ path_prefix, priority, handle_id: handleId, handle, deleted_at, role }) => {
    const isIn = handle !== null && deleted_at === null && roleReaches(role ?? undefined, DOMAIN_ROLE);
    if (!isIn || path_prefix === null || handleId === null) return [];
    return [{ prefix: path_prefix.toLowerCase(), priority: priority ?? 0, handleId, label: handle }];
  });
  // The default has the empty prefix and comes last, whatever the others' priorities are.
  return rules.sort(
    (a, b) =>
      Number(a.prefix === "") - Number(b.prefix === "") ||
      b.priority - a.priority ||
      b.prefix.length - a.prefix.length,
  );
}

/** The rule that takes a path: its prefix is the path, or the whole segments that it begins with, in either case. */
export function ruleFor(rules: readonly DomainRule[], path: string): DomainRule | undefined {
  const lower = path.toLowerCase();
  return rules.find(({ prefix }) => prefix === "" || lower === prefix || lower.startsWith(`${prefix}/`));
}
