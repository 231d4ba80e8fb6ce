import { CONTENT_LABEL } from "#platform/addresses.ts";
import type { PreviewLabels } from "#platform/sites/preview-labels.ts";
import type { EdgeDeps } from "./edge.ts";
import { hostLabelUnder, hostNameOf } from "./host-label.ts";

type Deps = Pick<EdgeDeps, "db" | "clock" | "addresses"> & { readonly previews: PreviewLabels };

const BETWEEN = "--";

/**
 * Says whether this installation answers visitors of a host: the program's own names, hosts of handles that exist, previews
 * that have not ended, and domains that are proven. Reads the same rows whatever it is asked.
 */
export function createServedHosts({ db, clock, addresses, previews }: Deps) {
  const publicName = hostNameOf(addresses.publicDomain) ?? "";
  const sitesName = hostNameOf(addresses.sitesDomain) ?? "";
  const labelOf = hostLabelUnder(addresses.sitesDomain);
  const mcpSuffix = `.mcp.${publicName}`;
  const own = new Set([
    ...[publicName, `api.${publicName}`, `app.${publicName}`],
    `${CONTENT_LABEL}.${sitesName}`,
  ]);

  return async (text: string): Promise<boolean> => {
    const name = hostNameOf(text) ?? "";
    const label = name.endsWith(mcpSuffix) ? name.slice(0, -mcpSuffix.length) : (labelOf(name) ?? "");
    const between = label.indexOf(BETWEEN);
    const handle = between === -1 ? label : label.slice(between + BETWEEN.length);
    const [host, domain] = await Promise.all([
      db.read.selectFrom("hosts").selectAll().where("host", "=", handle).executeTakeFirst(),
      db.read
        .selectFrom("account_domains")
        .select("domain")
        .where("domain", "=", name)
        .where("state", "in", ["ACTIVE", "FAILING"])
        .executeTakeFirst(),
    ]);
    if (own.has(name) || domain !== undefined) return true;
    const now = clock.now().getTime();
    if (host === undefined || (host.until !== null && now >= host.until)) return false;
    if (between === -1) return true;
    return host.moved_to === null && previews.read(host.handle_id, label.slice(0, between), now) !== null;
  };
}
