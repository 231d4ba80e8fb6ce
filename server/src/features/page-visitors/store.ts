import type { VisitorScope } from "#platform/context/visitor-session.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { PageVisitor } from "./visitor.ts";

export type VisitorTables = {
  readonly visitor_accounts: {
    readonly visitor_id: string;
    readonly email: string;
    readonly created_at: number;
  };
  readonly visitor_links: {
    readonly token_hash: string;
    readonly email: string;
    readonly scope: VisitorScope;
    readonly expires_at: number;
    readonly used_at: number | null;
  };
  readonly visitor_sessions: {
    readonly session_id: string;
    readonly visitor_id: string;
    readonly scope: VisitorScope;
    readonly created_at: number;
    readonly expires_at: number;
    readonly ended_at: number | null;
  };
};
type Link = VisitorTables["visitor_links"];

/** How many links for this address are good on this host. */
export async function countGoodLinks(
  read: Reader,
  { email, scope }: Pick<Link, "email" | "scope">,
  now: Date,
): Promise<number> {
  const { count } = await read
    .$extendTables<VisitorTables>()
    .selectFrom("visitor_links")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("email", "=", email)
    .where("scope", "=", scope)
    .where("expires_at", ">", now.getTime())
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function insertLink(tx: Tx, link: Omit<Link, "used_at">): Promise<void> {
  await tx
    .$extendTables<VisitorTables>()
    .insertInto("visitor_links")
    .values({ ...link, used_at: null })
    .execute();
}

export async function findLink(read: Reader, tokenHash: string): Promise<Link | undefined> {
  return read
    .$extendTables<VisitorTables>()
    .selectFrom("visitor_links")
    .selectAll()
    .where("token_hash", "=", tokenHash)
    .executeTakeFirst();
}

export async function useLink(tx: Tx, tokenHash: string, now: Date): Promise<void> {
  await tx
    .$extendTables<VisitorTables>()
    .updateTable("visitor_links")
    .set({ used_at: now.getTime() })
    .where("token_hash", "=", tokenHash)
    .execute();
}

/** The account of this address, made where there is none. */
export async function saveAccount(tx: Tx, visitorId: string, email: string, now: Date): Promise<string> {
  await tx
    .$extendTables<VisitorTables>()
    .insertInto("visitor_accounts")
    .values({ visitor_id: visitorId, email, created_at: now.getTime() })
    .onConflict((taken) => taken.column("email").doNothing())
    .execute();
  const { visitor_id } = await tx
    .$extendTables<VisitorTables>()
    .selectFrom("visitor_accounts")
    .select("visitor_id")
    .where("email", "=", email)
    .executeTakeFirstOrThrow();
  return visitor_id;
}

export async function insertSession(
  tx: Tx,
  session: Omit<VisitorTables["visitor_sessions"], "ended_at">,
): Promise<void> {
  await tx
    .$extendTables<VisitorTables>()
    .insertInto("visitor_sessions")
    .values({ ...session, ended_at: null })
    .execute();
}

/** Whose session this is; `undefined` for one that has ended. */
export async function findVisitor(
  read: Reader,
  sessionId: string,
  now: Date,
): Promise<PageVisitor | undefined> {
  const row = await read
    .$extendTables<VisitorTables>()
    .selectFrom("visitor_sessions")
    .innerJoin("visitor_accounts", "visitor_accounts.visitor_id", "visitor_sessions.visitor_id")
    .selectAll("visitor_sessions")
    .select("visitor_accounts.email")
    .where("session_id", "=", sessionId)
    .where("ended_at", "is", null)
    .where("expires_at", ">", now.getTime())
    .executeTakeFirst();
  return (
    row && {
      visitorId: row.visitor_id,
      email: row.email,
      sessionId: row.session_id,
      scope: row.scope,
      createdAt: new Date(row.created_at),
      expiresAt: new Date(row.expires_at),
    }
  );
}

export async function endSession(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx
    .$extendTables<VisitorTables>()
    .updateTable("visitor_sessions")
    .set({ ended_at: now.getTime() })
    .where("session_id", "=", sessionId)
    .execute();
}

/** What ended before then. */
export async function deleteOld(tx: Tx, before: Date): Promise<void> {
  const tables = tx.$extendTables<VisitorTables>();
  await tables.deleteFrom("visitor_links").where("expires_at", "<", before.getTime()).execute();
  await tables.deleteFrom("visitor_sessions").where("expires_at", "<", before.getTime()).execute();
}
