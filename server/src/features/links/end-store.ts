import { sql } from "kysely";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { LinkTables } from "./link-tables.ts";

/** A link whose end has come and has not been told of. */
export type EndedLink = {
  readonly handleId: string;
  readonly slug: string;
  readonly destinationUrl: string;
  readonly campaignId: string | null;
  /** Epoch milliseconds. */
  readonly endedAt: number;
};

/** `endOf`, in the words of the index: the engines use it for the same expression alone. */
const END = sql<number>`case when scheduled_end_at is null or expires_at < scheduled_end_at then expires_at else scheduled_end_at end`;
const IS_UNTOLD = sql<boolean>`(end_told is null or end_told <> ${END})`;

/** Links of any handle that have ended by now, the first first. One that was made after its end has never been open. */
export async function listEnded(read: Reader, now: Date, limit: number): Promise<EndedLink[]> {
  const rows = await read
    .$extendTables<LinkTables>()
    .selectFrom("links")
    .select(["handle_id", "slug", "destination_url", "campaign_id", END.as("ended_at")])
    .where(END, "<=", now.getTime())
    .where(IS_UNTOLD)
    .where(sql<boolean>`${END} > created_at`)
    .orderBy(END)
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    handleId: row.handle_id,
    slug: row.slug,
    destinationUrl: row.destination_url,
    campaignId: row.campaign_id,
    endedAt: Number(row.ended_at),
  }));
}

/** Of those of one handle the ones that nobody has told of meanwhile, and that still end then. */
export async function markEnded(tx: Tx, handleId: string, ended: readonly EndedLink[]): Promise<EndedLink[]> {
  const told: EndedLink[] = [];
  for (const link of ended) {
    const { numUpdatedRows } = await tx
      .$extendTables<LinkTables & { readonly links: { readonly end_told: number | null } }>()
      .updateTable("links")
      .set({ end_told: link.endedAt })
      .where("handle_id", "=", handleId)
      .where("slug", "=", link.slug as LinkTables["links"]["slug"])
      .where(END, "=", link.endedAt)
      .where(IS_UNTOLD)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) told.push(link);
  }
  return told;
}
