import { randomBytes } from "node:crypto";
import type { Database } from "#platform/database/database.ts";
import { WRITE } from "#platform/database/write.ts";

export const DAY_MS = 86_400_000;

/** By UTC day, counted from 1970. */
export type Salts = ReadonlyMap<number, string>;

/**
 * The salts of this day and the next, the same in every process of the installation: whoever comes first makes them. Those
 * from before yesterday are deleted, and with them the last way from a recorded visitor to an address.
 */
export async function keepSalts(db: Database, day: number): Promise<Salts> {
  return db[WRITE](async (tx) => {
    await tx
      .deleteFrom("visitor_salts")
      .where("day", "<", nameOf(day - 1))
      .execute();
    const days = [day, day + 1];
    await tx
      .insertInto("visitor_salts")
      .values(days.map((one) => ({ day: nameOf(one), salt: randomBytes(32).toString("base64url") })))
      .onConflict((taken) => taken.column("day").doNothing())
      .execute();
    const rows = await tx.selectFrom("visitor_salts").selectAll().execute();
    const salts = new Map(rows.map((row) => [row.day, row.salt]));
    return new Map(days.map((one) => [one, salts.get(nameOf(one)) ?? missing(one)]));
  });
}

const nameOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);

function missing(day: number): never {
  throw new Error(`There is no salt for ${nameOf(day)}, though it was just kept.`);
}
