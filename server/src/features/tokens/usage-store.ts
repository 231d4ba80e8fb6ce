import type { Tx } from "#platform/database/database.ts";
import type { TokenTables } from "./store.ts";

/** Epoch milliseconds by token. A token that is gone meanwhile is left out; a later time that is there stays. */
export async function saveUsage(tx: Tx, uses: ReadonlyMap<string, number>): Promise<void> {
  for (const [token_id, last_used_at] of uses) {
    await tx
      .$extendTables<TokenTables>()
      .insertInto("token_usage")
      .columns(["token_id", "last_used_at"])
      .expression((from) =>
        from
          .selectFrom("tokens")
          .select(({ ref, val }) => [
            ref("tokens.token_id").as("token_id"),
            val(last_used_at).as("last_used_at"),
          ])
          .where("tokens.token_id", "=", token_id),
      )
      .onConflict((taken) =>
        taken
          .column("token_id")
          .doUpdateSet({ last_used_at })
          .where("token_usage.last_used_at", "<", last_used_at),
      )
      .execute();
  }
}
