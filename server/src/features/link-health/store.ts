import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import { pick, writeStatement } from "#platform/database/statement.ts";
import type { Finding, Health, ProbeError, Target } from "./link-health.ts";

type HealthRow = {
  readonly handle_id: string;
  readonly slug: string;
  readonly destination_url: string | null;
  readonly checked_at: number | null;
  readonly status: number | null;
  readonly latency_ms: number | null;
  readonly error: ProbeError | null;
  readonly failing_since: number | null;
  readonly claimed_until: number | null;
};

type HealthTables = {
  /** What of a link concerns its health. */
  readonly links: {
    readonly handle_id: string;
    readonly slug: string;
    readonly destination_url: string;
    readonly enabled: number;
    readonly path_template: string | null;
    readonly check_every_hours: number | null;
  };
  readonly link_health: HealthRow;
};

const HOUR_MS = 3_600_000;

/** The links with these slugs; those that there are none of are left out. */
export async function findTargets(
  read: Reader,
  handleId: string,
  slugs: readonly string[],
): Promise<Target[]> {
  if (slugs.length === 0) return [];
  const rows = await targets(read)
    .where("links.handle_id", "=", handleId)
    .where("links.slug", "in", slugs)
    .execute();
  return rows.map(toTarget);
}

/** The links that can be checked and are switched on, by slug, from the one after `after` on. */
export async function listTargets(
  read: Reader,
  handleId: string,
  after: string | undefined,
  limit: number,
): Promise<Target[]> {
  const all = targets(read)
    .where("links.handle_id", "=", handleId)
    .where("links.enabled", "=", 1)
    .where("links.path_template", "is", null)
    .orderBy("links.slug")
    .limit(limit);
  const rows = await (after === undefined ? all : all.where("links.slug", ">", after)).execute();
  return rows.map(toTarget);
}

/** Of all handles: whose turn has come, and which nobody is probing. A new destination's turn has come at once. */
export async function listDue(read: Reader, now: Date, limit: number): Promise<Target[]> {
  const rows = await targets(read)
    .where("links.check_every_hours", "is not", null)
    .where("links.enabled", "=", 1)
    .where("links.path_template", "is", null)
    .where((or) =>
      or.or([
        or("link_health.claimed_until", "is", null),
        or("link_health.claimed_until", "<=", now.getTime()),
      ]),
    )
    .where((or) =>
      or.or([
        or("link_health.checked_at", "is", null),
        or("link_health.destination_url", "!=", or.ref("links.destination_url")),
        or(
          or("link_health.checked_at", "+", or("links.check_every_hours", "*", HOUR_MS)),
          "<=",
          now.getTime(),
        ),
      ]),
    )
    .orderBy("links.handle_id")
    .orderBy("links.slug")
    .limit(limit)
    .execute();
  return rows.map(toTarget);
}

const claim = writeStatement<Pick<HealthRow, "handle_id" | "slug" | "claimed_until">>((db, row) =>
  db
    .$extendTables<HealthTables>()
    .insertInto("link_health")
    .values(pick(row, "handle_id", "slug", "claimed_until"))
    .onConflict((taken) => taken.columns(["handle_id", "slug"]).doUpdateSet(pick(row, "claimed_until"))),
);

/** Epoch milliseconds. */
export async function claimTarget(tx: Tx, handleId: string, slug: string, until: number): Promise<void> {
  await claim(tx, { handle_id: handleId, slug, claimed_until: until });
}

/** Whatever destination it was found of; only of slugs that have ever been probed. */
export async function findFailing(
  tx: Tx,
  handleId: string,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, Date | null>> {
  const rows = await readerOf(tx)
    .$extendTables<HealthTables>()
    .selectFrom("link_health")
    .select(["slug", "failing_since"])
    .where("handle_id", "=", handleId)
    .where("slug", "in", slugs)
    .execute();
  return new Map(rows.map(({ slug, failing_since }) => [slug, toDate(failing_since)]));
}

const save = writeStatement<HealthRow>((db, row) =>
  db
    .$extendTables<HealthTables>()
    .insertInto("link_health")
    .values(pick(row, "handle_id", "slug", ...FOUND))
    .onConflict((taken) => taken.columns(["handle_id", "slug"]).doUpdateSet(pick(row, ...FOUND))),
);
const FOUND = [
  ...(["destination_url", "checked_at", "status", "latency_ms", "error"] as const),
  ...(["failing_since", "claimed_until"] as const),
];

/** Ends a claim. The link must be there. */
export async function saveHealth(
  tx: Tx,
  handleId: string,
  slug: string,
  destinationUrl: string,
  health: Health,
): Promise<void> {
  await save(tx, {
    handle_id: handleId,
    slug,
    destination_url: destinationUrl,
    checked_at: health.checkedAt.getTime(),
    status: health.status,
    latency_ms: health.latencyMs,
    error: health.error,
    failing_since: health.failingSince?.getTime() ?? null,
    claimed_until: null,
  });
}

const targets = (read: Reader) =>
  read
    .$extendTables<HealthTables>()
    .selectFrom("links")
    .leftJoin("link_health", (on) =>
      on.onRef("link_health.handle_id", "=", "links.handle_id").onRef("link_health.slug", "=", "links.slug"),
    )
    .select(["links.handle_id", "links.slug", "links.destination_url", "links.path_template"])
    .select(["link_health.destination_url as probed_url", "link_health.checked_at", "link_health.status"])
    .select(["link_health.latency_ms", "link_health.error", "link_health.failing_since"]);

type TargetRow = Pick<HealthTables["links"], "handle_id" | "slug" | "destination_url" | "path_template"> &
  Pick<HealthRow, "checked_at" | "status" | "latency_ms" | "error" | "failing_since"> & {
    readonly probed_url: string | null;
  };

function toTarget(row: TargetRow): Target {
  const finding: Finding = { status: row.status, latencyMs: row.latency_ms, error: row.error };
  const isKnown = row.checked_at !== null && row.probed_url === row.destination_url;
  return {
    handleId: row.handle_id,
    slug: row.slug,
    destinationUrl: row.destination_url,
    isTemplate: row.path_template !== null,
    last: isKnown
      ? { ...finding, checkedAt: new Date(row.checked_at ?? 0), failingSince: toDate(row.failing_since) }
      : null,
  };
}

const toDate = (ms: number | null) => (ms === null ? null : new Date(ms));
