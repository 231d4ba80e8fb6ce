import { newId } from "#kernel/ids.ts";
import type { PolicyPart } from "#kernel/policy.ts";
import type { Tx } from "./database/database.ts";
import { pick, writeStatement } from "./database/statement.ts";
import type { PlatformTables } from "./database/tables.ts";
import type { Outcome } from "./mutate.ts";

type Stamp = { readonly handleId: string; readonly actor: string; readonly at: number };

/** Writes everything that follows from a change beside the change itself. */
export async function insertConsequences(tx: Tx, stamp: Stamp, outcome: Outcome<unknown>): Promise<void> {
  const { audit, events = [], routes = [], hosts = [], policy = {}, site, visits = [] } = outcome;
  const entries = audit === null ? [] : "action" in audit ? [audit] : audit;
  for (const { action, target, handleId, details } of entries) {
    await insertAudit(tx, {
      id: newId("aud", stamp.at),
      handle_id: handleId ?? stamp.handleId,
      action,
      target,
      actor: stamp.actor,
      details: details === undefined ? null : JSON.stringify(details),
      at: stamp.at,
    });
  }
  const handle_id = entries[0]?.handleId ?? stamp.handleId;
  for (const { type, payload } of events) {
    await insertEvent(tx, {
      id: newId("evt", stamp.at),
      handle_id,
      type,
      payload: JSON.stringify(payload),
      at: stamp.at,
    });
  }
  for (const { slug, route } of routes) {
    if (route === null) await deleteRoute(tx, { handle_id: stamp.handleId, slug });
    else await saveRoute(tx, { handle_id: stamp.handleId, slug, route: JSON.stringify(route) });
  }
  for (const change of hosts) await changeHost(tx, change);
  for (const [part, value] of Object.entries(policy)) {
    await savePolicy(tx, {
      handle_id: stamp.handleId,
      part: part as PolicyPart,
      value: JSON.stringify(value),
    });
  }
  if (site !== undefined) {
    await saveSite(tx, { handle_id: stamp.handleId, site: JSON.stringify(site) });
  }
  for (const event of visits) await insertVisit(tx, { id: event.id, event: JSON.stringify(event) });
}

const insertAudit = writeStatement<PlatformTables["audit_events"]>((db, row) =>
  db
    .insertInto("audit_events")
    .values(pick(row, "id", "handle_id", "action", "target", "actor", "details", "at")),
);
const insertEvent = writeStatement<PlatformTables["outbox"]>((db, row) =>
  db.insertInto("outbox").values(pick(row, "id", "handle_id", "type", "payload", "at")),
);
const saveRoute = writeStatement<PlatformTables["routes"]>((db, { handle_id, slug, route }) =>
  db
    .insertInto("routes")
    .values({ handle_id, slug, route })
    .onConflict((taken) => taken.columns(["handle_id", "slug"]).doUpdateSet({ route })),
);
const deleteRoute = writeStatement<{ readonly handle_id: string; readonly slug: string }>(
  (db, { handle_id, slug }) =>
    db.deleteFrom("routes").where("handle_id", "=", handle_id).where("slug", "=", slug),
);

const savePolicy = writeStatement<PlatformTables["policies"]>((db, { handle_id, part, value }) =>
  db
    .insertInto("policies")
    .values({ handle_id, part, value })
    .onConflict((taken) => taken.columns(["handle_id", "part"]).doUpdateSet({ value })),
);
const saveSite = writeStatement<PlatformTables["sites"]>((db, { handle_id, site }) =>
  db
    .insertInto("sites")
    .values({ handle_id, site })
    .onConflict((taken) => taken.column("handle_id").doUpdateSet({ site })),
);
const insertVisit = writeStatement<{ readonly id: string; readonly event: string }>((db, { id, event }) =>
  db.insertInto("pending_visits").values({ id, event, segment_id: null }),
);

type HostChange = NonNullable<Outcome<unknown>["hosts"]>[number];

async function changeHost(tx: Tx, { host, to }: HostChange): Promise<void> {
  if (to === null) {
    await tx.deleteFrom("hosts").where("host", "=", host).execute();
    return;
  }
  const row = { handle_id: to.handleId, moved_to: to.movedTo, until: to.until };
  await tx
    .insertInto("hosts")
    .values({ host, ...row })
    .onConflict((taken) => taken.column("host").doUpdateSet(row))
    .execute();
}

type Replay = PlatformTables["idempotency"];

/** What was answered under this key since `after`. */
export async function findReplay(
  tx: Tx,
  actor: string,
  operation: string,
  key: string,
  after: number,
): Promise<Replay | undefined> {
  return tx
    .selectFrom("idempotency")
    .selectAll()
    .where("actor", "=", actor)
    .where("operation", "=", operation)
    .where("key", "=", key)
    .where("at", ">", after)
    .executeTakeFirst();
}

/** An answer older than a day may lie under the key still: it is replaced. */
export async function insertReplay(tx: Tx, row: Replay): Promise<void> {
  await tx
    .insertInto("idempotency")
    .values(row)
    .onConflict((taken) => taken.columns(["actor", "operation", "key"]).doUpdateSet(row))
    .execute();
}
