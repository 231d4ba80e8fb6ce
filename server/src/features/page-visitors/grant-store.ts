import type { Reader, Tx } from "#platform/database/database.ts";

/** Why an address may read a page. */
export type GrantKind = "LOGIN" | "PURCHASE";

type GrantRow = {
  readonly handle_id: string;
  readonly slug: string;
  readonly email: string;
  readonly kind: GrantKind;
  readonly granted_at: number;
  readonly revoked_at: number | null;
};
type GrantTables = { readonly page_grants: GrantRow };

/** One page and one address. */
export type GrantKey = { readonly handleId: string; readonly slug: string; readonly email: string };

/** Whether an address may read a page because it was bought. */
export async function hasPurchase(read: Reader, { handleId, slug, email }: GrantKey): Promise<boolean> {
  const row = await read
    .$extendTables<GrantTables>()
    .selectFrom("page_grants")
    .select("kind")
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug)
    .where("email", "=", email)
    .where("kind", "=", "PURCHASE")
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** From the commit on. A purchase takes the place of a mere sign-in, never the other way round. */
export async function saveGrant(tx: Tx, key: GrantKey, kind: GrantKind, now: Date): Promise<void> {
  if (kind === "LOGIN" && (await hasAny(tx, key))) return;
  const changing = { kind, granted_at: now.getTime(), revoked_at: null };
  await tx
    .$extendTables<GrantTables>()
    .insertInto("page_grants")
    .values({ handle_id: key.handleId, slug: key.slug, email: key.email, ...changing })
    .onConflict((taken) => taken.columns(["handle_id", "slug", "email"]).doUpdateSet(changing))
    .execute();
}

async function hasAny(tx: Tx, { handleId, slug, email }: GrantKey): Promise<boolean> {
  const row = await tx
    .$extendTables<GrantTables>()
    .selectFrom("page_grants")
    .select("kind")
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug)
    .where("email", "=", email)
    .executeTakeFirst();
  return row !== undefined;
}

/** From the commit on the address may not read the page any more. */
export async function revokeGrant(tx: Tx, { handleId, slug, email }: GrantKey, now: Date): Promise<void> {
  await tx
    .$extendTables<GrantTables>()
    .updateTable("page_grants")
    .set({ revoked_at: now.getTime() })
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug)
    .where("email", "=", email)
    .execute();
}

/** All that an address may read, the newest first; a thousand at most. */
export async function listGrants(read: Reader, email: string): Promise<readonly Omit<GrantRow, "email">[]> {
  return read
    .$extendTables<GrantTables>()
    .selectFrom("page_grants")
    .select(["handle_id", "slug", "kind", "granted_at", "revoked_at"])
    .where("email", "=", email)
    .where("revoked_at", "is", null)
    .orderBy("granted_at", "desc")
    .orderBy("slug")
    .limit(1000)
    .execute();
}
