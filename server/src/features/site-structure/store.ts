import type { PageSlug } from "#features/pages/index.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { CurrentStructure, Publication, StructureVersion } from "./structure.ts";

type StructureRow = {
  readonly handle_id: string;
  readonly campaign_id: string;
  readonly version: number;
  readonly structure: string;
  readonly actor: string;
  readonly rolled_back_to: number | null;
  readonly at: number;
};
type StructureTables = {
  readonly site_structures: StructureRow;
  readonly site_publications: {
    readonly handle_id: string;
    readonly campaign_id: string;
    readonly version: number;
    readonly page_slug: string;
    readonly published_at: number;
  };
};

/** The newest version, with what visitors see. */
export async function findStructure(
  read: Reader,
  handleId: string,
  campaignId: string,
): Promise<CurrentStructure | undefined> {
  const [newest] = await listVersions(read, handleId, campaignId, undefined, 1);
  return newest && { ...newest, publication: await findPublication(read, handleId, campaignId) };
}

export async function findVersion(
  read: Reader,
  handleId: string,
  campaignId: string,
  version: number,
): Promise<StructureVersion | undefined> {
  const row = await versionsOf(read, handleId, campaignId)
    .selectAll()
    .where("version", "=", version)
    .executeTakeFirst();
  return row && toVersion(row);
}

/** The newest first, from the one before `before` on. */
export async function listVersions(
  read: Reader,
  handleId: string,
  campaignId: string,
  before: number | undefined,
  limit: number,
): Promise<StructureVersion[]> {
  const all = versionsOf(read, handleId, campaignId).selectAll().orderBy("version", "desc").limit(limit);
  const rows = await (before === undefined ? all : all.where("version", "<", before)).execute();
  return rows.map(toVersion);
}

export async function insertVersion(tx: Tx, handleId: string, version: StructureVersion): Promise<void> {
  await tx
    .$extendTables<StructureTables>()
    .insertInto("site_structures")
    .values({
      handle_id: handleId,
      campaign_id: version.campaignId,
      version: version.version,
      structure: JSON.stringify(version.structure),
      actor: version.actor,
      rolled_back_to: version.rolledBackTo,
      at: version.at.getTime(),
    })
    .execute();
}

export async function savePublication(
  tx: Tx,
  handleId: string,
  campaignId: string,
  { version, pageSlug, publishedAt }: Publication,
): Promise<void> {
  const row = { version, page_slug: pageSlug, published_at: publishedAt.getTime() };
  await tx
    .$extendTables<StructureTables>()
    .insertInto("site_publications")
    .values({ handle_id: handleId, campaign_id: campaignId, ...row })
    .onConflict((taken) => taken.columns(["handle_id", "campaign_id"]).doUpdateSet(row))
    .execute();
}

async function findPublication(
  read: Reader,
  handleId: string,
  campaignId: string,
): Promise<Publication | undefined> {
  const row = await read
    .$extendTables<StructureTables>()
    .selectFrom("site_publications")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("campaign_id", "=", campaignId)
    .executeTakeFirst();
  return (
    row && {
      version: row.version,
      pageSlug: row.page_slug as PageSlug,
      publishedAt: new Date(row.published_at),
    }
  );
}

const versionsOf = (read: Reader, handleId: string, campaignId: string) =>
  read
    .$extendTables<StructureTables>()
    .selectFrom("site_structures")
    .where("handle_id", "=", handleId)
    .where("campaign_id", "=", campaignId);

const toVersion = (row: StructureRow): StructureVersion => ({
  campaignId: row.campaign_id,
  structure: JSON.parse(row.structure),
  version: row.version,
  actor: row.actor,
  rolledBackTo: row.rolled_back_to,
  at: new Date(row.at),
});
