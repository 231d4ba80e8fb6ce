import type { Reader, Tx } from "#platform/database/database.ts";

type ErasureTables = {
  readonly erasures: {
    readonly erasure_id: string;
    readonly handle_id: string;
    readonly visitor_id: string;
    readonly at: number;
    readonly done_at: number | null;
    readonly next_at: number;
  };
};

/** A visitor of whom nothing may be left that happened until `at`. Times in epoch milliseconds. */
export type Erasure = {
  readonly erasureId: string;
  readonly handleId: string;
  readonly visitorId: string;
  readonly at: number;
  readonly doneAt: number | null;
};

export async function insertErasure(
  tx: Tx,
  handleId: string,
  { erasureId, visitorId, at }: Erasure,
  nextAt: number,
): Promise<void> {
  await tx
    .$extendTables<ErasureTables>()
    .insertInto("erasures")
    .values({
      erasure_id: erasureId,
      handle_id: handleId,
      visitor_id: visitorId,
      at,
      done_at: null,
      next_at: nextAt,
    })
    .execute();
}

/** Those whose turn it is, whoever asked for them. */
export async function listDueErasures(read: Reader, now: Date, limit: number): Promise<readonly Erasure[]> {
  const rows = await read
    .$extendTables<ErasureTables>()
    .selectFrom("erasures")
    .selectAll()
    .where("next_at", "<=", now.getTime())
    .orderBy("next_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    erasureId: row.erasure_id,
    handleId: row.handle_id,
    visitorId: row.visitor_id,
    at: row.at,
    doneAt: row.done_at,
  }));
}

export async function postponeErasure(
  tx: Tx,
  handleId: string,
  erasureId: string,
  to: { readonly doneAt: number | null; readonly nextAt: number },
): Promise<void> {
  await tx
    .$extendTables<ErasureTables>()
    .updateTable("erasures")
    .set({ done_at: to.doneAt, next_at: to.nextAt })
    .where("handle_id", "=", handleId)
    .where("erasure_id", "=", erasureId)
    .execute();
}

export async function forgetErasure(tx: Tx, handleId: string, erasureId: string): Promise<void> {
  await tx
    .$extendTables<ErasureTables>()
    .deleteFrom("erasures")
    .where("handle_id", "=", handleId)
    .where("erasure_id", "=", erasureId)
    .execute();
}
