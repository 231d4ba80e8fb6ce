import type { Reader, Tx } from "#platform/database/database.ts";
import type { HandleTables } from "./store.ts";

/** False when the name is another's. One whose time as an earlier name is over is free; a handle can have its own back. */
export async function claimName(tx: Tx, handleId: string, name: string, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .$extendTables<HandleTables>()
    .insertInto("handle_names")
    .values({ name, handle_id: handleId, alias_until: null })
    .onConflict((taken) =>
      taken
        .column("name")
        .doUpdateSet({ handle_id: handleId, alias_until: null })
        .where((or) =>
          or.or([
            or("handle_names.alias_until", "<=", now.getTime()),
            or("handle_names.handle_id", "=", handleId),
          ]),
        ),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Makes a name an earlier one, which leads to its handle until then. Epoch milliseconds. */
export async function retireName(tx: Tx, handleId: string, name: string, until: number): Promise<void> {
  await tx
    .$extendTables<HandleTables>()
    .updateTable("handle_names")
    .set({ alias_until: until })
    .where("handle_id", "=", handleId)
    .where("name", "=", name)
    .execute();
}

export type Alias = { readonly name: string; readonly until: number };

/** The earlier names that still lead to this handle. */
export async function listAliases(read: Reader, handleId: string, now: Date): Promise<Alias[]> {
  const rows = await read
    .$extendTables<HandleTables>()
    .selectFrom("handle_names")
    .select(["name", "alias_until"])
    .where("handle_id", "=", handleId)
    .where("alias_until", ">", now.getTime())
    .orderBy("name")
    .execute();
  return rows.map(({ name, alias_until }) => ({ name, until: alias_until ?? 0 }));
}

/** Takes the end off every name that leads to this handle, so that none of them is ever anybody else's. */
export async function keepNames(tx: Tx, handleId: string, now: Date): Promise<void> {
  await tx
    .$extendTables<HandleTables>()
    .updateTable("handle_names")
    .set({ alias_until: null })
    .where("handle_id", "=", handleId)
    .where("alias_until", ">", now.getTime())
    .execute();
}
