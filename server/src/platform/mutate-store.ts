import { newId } from "#kernel/ids.ts";
import type { Tx } from "./database/database.ts";
import type { PlatformTables } from "./database/tables.ts";
import type { Outcome } from "./mutate.ts";

type Stamp = { readonly handleId: string; readonly actor: string; readonly at: number };

/** Writes everything that follows from a change beside the change itself. */
export async function insertConsequences(tx: Tx, stamp: Stamp, outcome: Outcome<unknown>): Promise<void> {
  const { audit, events = [], routes = [], hosts = [] } = outcome;
  const entries = audit === null ? [] : "action" in audit ? [audit] : audit;
  for (const { action, target, handleId, details } of entries) {
    await tx
      .insertInto("audit_events")
      .values({
        id: newId("aud", stamp.at),
        handle_id: handleId ?? stamp.handleId,
        action,
        target,
        actor: stamp.actor,
        details: details === undefined ? null : JSON.stringify(details),
        at: stamp.at,
      })
      .execute();
  }
  for (const { type, payload } of events) {
    const handle_id = entries[0]?.handleId ?? stamp.handleId;
    const row = { id: newId("evt", stamp.at), handle_id, type, payload: JSON.stringify(payload), at: stamp.at };
    await tx.insertInto("outbox").values(row).execute();
  }
  for (const change of routes) await changeRoute(tx, stamp.handleId, change);
  for (const change of hosts) await changeHost(tx, change);
}

type RouteChange = NonNullable<Outcome<unknown>["routes"]>[number];

async function changeRoute(tx: Tx, handle_id: string, { slug, route }: RouteChange): Promise<void> {
  if (route === null) {
    await tx.deleteFrom("routes").where("handle_id", "=", handle_id).where("slug", "=", slug).execute();
    return;
  }
  const text = JSON.stringify(route);
  await tx
    .insertInto("routes")
    .values({ handle_id, slug, route: text })
    .onConflict((taken) => taken.columns(["handle_id", "slug"]).doUpdateSet({ route: text }))
    .execute();
}

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
