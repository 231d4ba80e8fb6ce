import type { Reader, Tx } from "#platform/database/database.ts";
import type { TokenTables } from "./store.ts";

export type EndingToken = {
  readonly tokenId: string;
  readonly handleId: string;
  readonly name: string;
  readonly expiresAt: Date;
};

const BATCH = 100;

/** Working tokens that end before `until` (epoch ms) and of which nobody was warned, in one handle or in all. */
export async function listUnwarned(
  read: Reader,
  until: number,
  now: Date,
  handleId?: string,
): Promise<EndingToken[]> {
  const ending = read
    .$extendTables<TokenTables>()
    .selectFrom("tokens")
    .select(["token_id", "handle_id", "name", "expires_at"])
    .where("expires_at", "<=", until)
    .where("expires_at", ">", now.getTime())
    .where("revoked_at", "is", null)
    .where("warned_at", "is", null)
    .orderBy("expires_at")
    .limit(BATCH);
  const rows = await (handleId === undefined ? ending : ending.where("handle_id", "=", handleId)).execute();
  return rows.map((row) => ({
    tokenId: row.token_id,
    handleId: row.handle_id,
    name: row.name,
    expiresAt: new Date(row.expires_at ?? 0),
  }));
}

export async function markWarned(tx: Tx, tokenId: string, now: Date): Promise<void> {
  await tx
    .$extendTables<TokenTables>()
    .updateTable("tokens")
    .set({ warned_at: now.getTime() })
    .where("token_id", "=", tokenId)
    .execute();
}
