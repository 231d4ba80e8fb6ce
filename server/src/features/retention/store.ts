import type { Reader, Tx } from "#platform/database/database.ts";

type RetentionTables = {
  readonly handle_retention: {
    readonly handle_id: string;
    readonly events_days: number;
    readonly updated_at: number;
  };
  readonly handles: { readonly handle_id: string };
};

/** What the owner has asked for; `null` where nothing. */
export async function findEventsDays(read: Reader, handleId: string): Promise<number | null> {
  const row = await read
    .$extendTables<RetentionTables>()
    .selectFrom("handle_retention")
    .select("events_days")
    .where("handle_id", "=", handleId)
    .executeTakeFirst();
  return row?.events_days ?? null;
}

export async function saveEventsDays(
  tx: Tx,
  handleId: string,
  eventsDays: number | null,
  now: Date,
): Promise<void> {
  const table = tx.$extendTables<RetentionTables>();
  if (eventsDays === null) {
    await table.deleteFrom("handle_retention").where("handle_id", "=", handleId).execute();
    return;
  }
  const row = { events_days: eventsDays, updated_at: now.getTime() };
  await table
    .insertInto("handle_retention")
    .values({ handle_id: handleId, ...row })
    .onConflict((taken) => taken.column("handle_id").doUpdateSet(row))
    .execute();
}

export type HandleDays = { readonly handleId: string; readonly eventsDays: number | null };

/** All handles in the order of their ids, deleted ones too, or those alone that have asked for something. */
export async function listHandleDays(
  read: Reader,
  which: "all" | "asked",
  after: string,
  limit: number,
): Promise<readonly HandleDays[]> {
  const handles = read
    .$extendTables<RetentionTables>()
    .selectFrom("handles")
    .leftJoin("handle_retention", "handle_retention.handle_id", "handles.handle_id")
    .select(["handles.handle_id", "handle_retention.events_days"])
    .where("handles.handle_id", ">", after)
    .orderBy("handles.handle_id")
    .limit(limit);
  const rows = await (which === "all"
    ? handles
    : handles.where("handle_retention.events_days", "is not", null)
  ).execute();
  return rows.map(({ handle_id, events_days }) => ({ handleId: handle_id, eventsDays: events_days }));
}
