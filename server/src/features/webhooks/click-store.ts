import type { Reader, Tx } from "#platform/database/database.ts";
import type { WebhookTables } from "./webhook-tables.ts";

/** Handles in which some webhook asks for clicks, enabled or not: what occurs while it is disabled is kept to be replayed. */
export async function listClickHandles(read: Reader): Promise<ReadonlySet<string>> {
  const rows = await read
    .$extendTables<WebhookTables>()
    .selectFrom("webhook_subscriptions")
    .select("handle_id")
    .distinct()
    .where("wants_clicks", "=", (is) => is.lit(1))
    .execute();
  return new Set(rows.map(({ handle_id }) => handle_id));
}

export type ClickEvent = {
  readonly id: string;
  readonly handleId: string;
  readonly payload: string;
  readonly at: number;
};

/** Of one statement. */
const ROWS_MAX = 100;

/** Puts clicks among what has occurred, each once, however often they are handed in. */
export async function insertClicks(tx: Tx, clicks: readonly ClickEvent[]): Promise<void> {
  for (let from = 0; from < clicks.length; from += ROWS_MAX) {
    const rows = clicks.slice(from, from + ROWS_MAX).map(({ id, handleId, payload, at }) => ({
      id,
      handle_id: handleId,
      type: "link.clicked",
      payload,
      at,
      dispatched_at: null,
    }));
    await tx
      .$extendTables<WebhookTables>()
      .insertInto("outbox")
      .values(rows)
      .onConflict((known) => known.column("id").doNothing())
      .execute();
  }
}
