import type { Reader, Tx } from "#platform/database/database.ts";
import type { AccountDomain } from "./account-domain.ts";

type DomainRow = {
  readonly user_id: string;
  readonly domain: string;
  readonly proof: string;
  readonly state: AccountDomain["state"];
  readonly problem: string | null;
  readonly verified_at: number | null;
  readonly checked_at: number | null;
  readonly failing_since: number | null;
  readonly next_check_at: number | null;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
};
type Tables = { readonly account_domains: DomainRow };

const domains = (read: Reader) =>
  read.$extendTables<Tables>().selectFrom("account_domains").selectAll("account_domains");

export async function findDomain(
  read: Reader,
  userId: string,
  domain: string,
): Promise<AccountDomain | undefined> {
  const row = await domains(read)
    .where("user_id", "=", userId)
    .where("domain", "=", domain)
    .executeTakeFirst();
  return row && toDomain(row);
}

/** Whoever the domain is served for; nobody, or one. */
export async function findHolder(read: Reader, domain: string): Promise<AccountDomain | undefined> {
  const row = await domains(read)
    .where("domain", "=", domain)
    .where("state", "in", ["ACTIVE", "FAILING"])
    .executeTakeFirst();
  return row && toDomain(row);
}

/** An account's domains in the order of their names, from the one after `after` on. */
export async function listDomains(
  read: Reader,
  userId: string,
  after: string | undefined,
  limit: number,
): Promise<AccountDomain[]> {
  const own = domains(read).where("user_id", "=", userId).orderBy("domain").limit(limit);
  const rows = await (after === undefined ? own : own.where("domain", ">", after)).execute();
  return rows.map(toDomain);
}

export async function countDomains(read: Reader, userId: string): Promise<number> {
  const { count } = await read
    .$extendTables<Tables>()
    .selectFrom("account_domains")
    .select(({ fn }) => fn.countAll().as("count"))
    .where("user_id", "=", userId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Those of which DNS is to be asked by now, the longest overdue first. */
export async function listDue(read: Reader, now: Date, limit: number): Promise<AccountDomain[]> {
  const rows = await domains(read)
    .where("next_check_at", "<=", now.getTime())
    .orderBy("next_check_at")
    .limit(limit)
    .execute();
  return rows.map(toDomain);
}

export async function insertDomain(tx: Tx, domain: AccountDomain): Promise<void> {
  await tx.$extendTables<Tables>().insertInto("account_domains").values(toRow(domain)).execute();
}

export async function updateDomain(tx: Tx, domain: AccountDomain): Promise<void> {
  const { user_id, domain: name, created_at, proof, ...changing } = toRow(domain);
  await tx
    .$extendTables<Tables>()
    .updateTable("account_domains")
    .set(changing)
    .where("user_id", "=", user_id)
    .where("domain", "=", name)
    .execute();
}

/** What leads from it must be gone before. */
export async function deleteDomain(tx: Tx, userId: string, domain: string): Promise<void> {
  await tx
    .$extendTables<Tables>()
    .deleteFrom("account_domains")
    .where("user_id", "=", userId)
    .where("domain", "=", domain)
    .execute();
}

const dateOf = (at: number | null) => (at === null ? null : new Date(at));

const toDomain = (row: DomainRow): AccountDomain => ({
  userId: row.user_id,
  domain: row.domain,
  proof: row.proof,
  state: row.state,
  problem: row.problem,
  verifiedAt: dateOf(row.verified_at),
  checkedAt: dateOf(row.checked_at),
  failingSince: dateOf(row.failing_since),
  nextCheckAt: dateOf(row.next_check_at),
  version: row.version,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});

const toRow = (domain: AccountDomain): DomainRow => ({
  user_id: domain.userId,
  domain: domain.domain,
  proof: domain.proof,
  state: domain.state,
  problem: domain.problem,
  verified_at: domain.verifiedAt?.getTime() ?? null,
  checked_at: domain.checkedAt?.getTime() ?? null,
  failing_since: domain.failingSince?.getTime() ?? null,
  next_check_at: domain.nextCheckAt?.getTime() ?? null,
  version: domain.version,
  created_at: domain.createdAt.getTime(),
  updated_at: domain.updatedAt.getTime(),
});
