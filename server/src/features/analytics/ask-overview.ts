import type { ControlDeps } from "#platform/deps.ts";
import { NeedsMoreMemory } from "#platform/needs-more-memory.ts";
import type { AnalyticsQuery } from "./analytics-query.ts";
import type { Overview, OverviewRow, Part } from "./overview.ts";
import type { VisitorLists } from "./visitor-lists.ts";

export type OverviewDeps = Pick<ControlDeps, "askWarehouse"> & { readonly visitorLists: VisitorLists };

/** The rows of each part of an overview. Visitors are listed where there is memory for it, and estimated where there is not. */
export async function askOverview(
  deps: OverviewDeps,
  query: AnalyticsQuery,
  overview: Overview,
  signal: AbortSignal,
): Promise<ReadonlyMap<Part, readonly OverviewRow[]>> {
  const { sqlOf, params, read } = overview;
  const rows =
    (await askListed(deps, query, overview, signal)) ??
    (await deps.askWarehouse<OverviewRow>(sqlOf("estimated"), params, signal));
  return read(rows);
}

/** Undefined where it takes too much memory. */
async function askListed(
  { askWarehouse, visitorLists }: OverviewDeps,
  query: AnalyticsQuery,
  { sqlOf, params, parts }: Overview,
  signal: AbortSignal,
): Promise<OverviewRow[] | undefined> {
  if (!visitorLists.mayBeListed(query, parts)) return undefined;
  const { bytesMax } = visitorLists;
  try {
    const limited = `${sqlOf("listed")}, max_memory_usage = ${bytesMax}`; // A setting can be no parameter.
    return await askWarehouse<OverviewRow>(limited, params, signal);
  } catch (cause) {
    if (!(cause instanceof NeedsMoreMemory)) throw cause;
    visitorLists.refuse(query, parts);
    return undefined;
  }
}
