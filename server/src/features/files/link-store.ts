import type { Reader, Tx } from "#platform/database/database.ts";

/** A link that was mailed; `hash` is of what stands in it. */
export type FileLink = {
  readonly hash: string;
  readonly fileId: string;
  readonly email: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
};

type LinkTables = {
  readonly file_links: {
    readonly hash: string;
    readonly file_id: string;
    readonly email: string;
    readonly expires_at: number;
    readonly used_at: number | null;
  };
};

export async function insertLink(tx: Tx, { hash, fileId, email, expiresAt }: FileLink): Promise<void> {
  const row = { hash, file_id: fileId, email, expires_at: expiresAt, used_at: null };
  await tx.$extendTables<LinkTables>().insertInto("file_links").values(row).execute();
}

export async function findLink(read: Reader, hash: string): Promise<FileLink | undefined> {
  const row = await read
    .$extendTables<LinkTables>()
    .selectFrom("file_links")
    .selectAll()
    .where("hash", "=", hash)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { hash, fileId: row.file_id, email: row.email, expiresAt: row.expires_at, usedAt: row.used_at };
}

export async function markUsed(tx: Tx, hash: string, now: Date): Promise<void> {
  await tx
    .$extendTables<LinkTables>()
    .updateTable("file_links")
    .set({ used_at: now.getTime() })
    .where("hash", "=", hash)
    .execute();
}

export async function deleteLinksOf(tx: Tx, fileId: string): Promise<void> {
  await tx.$extendTables<LinkTables>().deleteFrom("file_links").where("file_id", "=", fileId).execute();
}

/** Used or not. */
export async function deleteOldLinks(tx: Tx, before: Date): Promise<void> {
  await tx
    .$extendTables<LinkTables>()
    .deleteFrom("file_links")
    .where("expires_at", "<", before.getTime())
    .execute();
}
