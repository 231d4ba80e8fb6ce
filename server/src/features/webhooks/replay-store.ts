import type { Reader, Tx } from "#platform/database/database.ts";
import type { WebhookTables } from "./webhook-tables.ts";

/** A window of the past that is to be delivered again, from the event after `afterId` at `afterAt` on (epoch ms). */
export type Replay = {
  readonly replayId: string;
  readonly handleId: string;
  readonly subscriptionId: string;
  readonly afterAt: number;
  readonly afterId: string;
  readonly untilAt: number;
};

export async function insertReplay(tx: Tx, handleId: string, replay: Replay): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .insertInto("webhook_replays")
    .values({
      replay_id: replay.replayId,
      subscription_id: replay.subscriptionId,
      handle_id: handleId,
      after_at: replay.afterAt,
      after_id: replay.afterId,
      until_at: replay.untilAt,
    })
    .execute();
}

/** How many of a webhook's are under way. */
export async function countReplays(read: Reader, subscriptionId: string): Promise<number> {
  const { count } = await read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_replays")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("subscription_id", "=", subscriptionId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Of all handles. */
export async function listReplays(read: Reader): Promise<Replay[]> {
  const rows = await read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_replays")
    .selectAll()
    .orderBy("replay_id")
    .execute();
  return rows.map((row) => ({
    replayId: row.replay_id,
    handleId: row.handle_id,
    subscriptionId: row.subscription_id,
    afterAt: row.after_at,
    afterId: row.after_id,
    untilAt: row.until_at,
  }));
}

/** Moves on to an event, if nobody else has done so meanwhile; tells whether it did. */
export async function advanceReplay(
  tx: Tx,
  { replayId, afterAt, afterId }: Replay,
  to: { readonly at: number; readonly id: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .$extendTables<WebhookTables>()
    .updateTable("webhook_replays")
    .set({ after_at: to.at, after_id: to.id })
    .where("replay_id", "=", replayId)
    .where("after_at", "=", afterAt)
    .where("after_id", "=", afterId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteReplay(tx: Tx, replayId: string): Promise<void> {
  await tx
    .$extendTables<WebhookTables>()
    .deleteFrom("webhook_replays")
    .where("replay_id", "=", replayId)
    .execute();
}
