import type { Reader } from "#platform/database/database.ts";
import { readStatement } from "#platform/database/statement.ts";
import type { DestinationTables } from "./store.ts";

/** Enough for one usual destination, which is asked for at every write of a link. */
const FEW = 5;
const MANY = 500;

type Few = {
  readonly handle_id: string;
  readonly d0: string;
  readonly d1: string;
  readonly d2: string;
  readonly d3: string;
  readonly d4: string;
};

const few = readStatement<Few, { readonly domain: string }>((db, { handle_id, d0, d1, d2, d3, d4 }) =>
  db
    .$extendTables<DestinationTables>()
    .selectFrom("destination_domains")
    .select("domain")
    .where("handle_id", "=", handle_id)
    .where("domain", "in", [d0, d1, d2, d3, d4])
    .where("decision", "=", "BLOCK"),
);

/** Those of these hosts that the handle has blocked. */
export async function findBlocked(
  read: Reader,
  handleId: string,
  hosts: readonly string[],
): Promise<ReadonlySet<string>> {
  if (hosts.length <= FEW) {
    const [d0 = "", d1 = "", d2 = "", d3 = "", d4 = ""] = hosts;
    return domainsOf(await few(read, { handle_id: handleId, d0, d1, d2, d3, d4 }));
  }
  const found: { readonly domain: string }[] = [];
  for (let from = 0; from < hosts.length; from += MANY) {
    const rows = await read
      .$extendTables<DestinationTables>()
      .selectFrom("destination_domains")
      .select("domain")
      .where("handle_id", "=", handleId)
      .where("domain", "in", hosts.slice(from, from + MANY))
      .where("decision", "=", "BLOCK")
      .execute();
    found.push(...rows);
  }
  return domainsOf(found);
}

const domainsOf = (rows: readonly { readonly domain: string }[]) => new Set(rows.map(({ domain }) => domain));
