import type { Reader, Tx } from "#platform/database/database.ts";
import type { Decision, DestinationDomain } from "./destination-domain.ts";

type DomainRow = {
  readonly handle_id: string;
  readonly domain: string;
  readonly decision: Decision;
  readonly source: string | null;
  readonly proof: string;
  readonly verified_at: number | null;
  readonly created_at: number;
  readonly updated_at: number;
};
export type DestinationTables = { readonly destination_domains: DomainRow };

export type DomainFilter = { readonly decision?: Decision | undefined };

const domainsOf = (read: Reader, handleId: string) =>
  read.$extendTables<DestinationTables>().selectFrom("destination_domains").where("handle_id", "=", handleId);

export async function findDomain(
  read: Reader,
  handleId: string,
  domain: string,
): Promise<DestinationDomain | undefined> {
  const row = await domainsOf(read, handleId).selectAll().where("domain", "=", domain).executeTakeFirst();
  return row && toDomain(row);
}

/** In the order of the names, from the one after `after` on. */
export async function listDomains(
  read: Reader,
  handleId: string,
  { decision }: DomainFilter,
  after: string | undefined,
  limit: number,
): Promise<DestinationDomain[]> {
  let domains = domainsOf(read, handleId).selectAll().orderBy("domain").limit(limit);
  if (decision !== undefined) domains = domains.where("decision", "=", decision);
  if (after !== undefined) domains = domains.where("domain", ">", after);
  return (await domains.execute()).map(toDomain);
}

export async function countDomains(read: Reader, handleId: string): Promise<number> {
  const { count } = await domainsOf(read, handleId)
    .select(({ fn }) => fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Every domain that the handle has blocked, in the order of the names. */
export async function listBlocked(read: Reader, handleId: string): Promise<string[]> {
  const rows = await domainsOf(read, handleId)
    .select("domain")
    .where("decision", "=", "BLOCK")
    .orderBy("domain")
    .execute();
  return rows.map(({ domain }) => domain);
}

export async function insertDomain(tx: Tx, handleId: string, domain: DestinationDomain): Promise<void> {
  await tx
    .$extendTables<DestinationTables>()
    .insertInto("destination_domains")
    .values({
      handle_id: handleId,
      domain: domain.domain,
      proof: domain.proof,
      created_at: domain.createdAt.getTime(),
      ...changing(domain),
    })
    .execute();
}

export async function updateDomain(tx: Tx, handleId: string, domain: DestinationDomain): Promise<void> {
  await tx
    .$extendTables<DestinationTables>()
    .updateTable("destination_domains")
    .set(changing(domain))
    .where("handle_id", "=", handleId)
    .where("domain", "=", domain.domain)
    .execute();
}

export async function deleteDomain(tx: Tx, handleId: string, domain: string): Promise<void> {
  await tx
    .$extendTables<DestinationTables>()
    .deleteFrom("destination_domains")
    .where("handle_id", "=", handleId)
    .where("domain", "=", domain)
    .execute();
}

const changing = ({ decision, source, verifiedAt, updatedAt }: DestinationDomain) => ({
  decision,
  source,
  verified_at: verifiedAt?.getTime() ?? null,
  updated_at: updatedAt.getTime(),
});

const toDomain = (row: DomainRow): DestinationDomain => ({
  domain: row.domain,
  decision: row.decision,
  source: row.source,
  proof: row.proof,
  verifiedAt: row.verified_at === null ? null : new Date(row.verified_at),
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});
