import type { Reader, Tx } from "#platform/database/database.ts";
import type { Attachment, Lead, WholeLead } from "./lead.ts";
import { type LeadTables, toAttachment, toLead, toRow } from "./lead-tables.ts";

export type LeadFilter = {
  readonly email?: string | undefined;
  readonly campaignId?: string | undefined;
  readonly slug?: string | undefined;
  readonly form?: string | undefined;
  readonly spam?: boolean | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};

/** The newest first, from the one before `before` on. */
export async function listLeads(
  read: Reader,
  handleId: string,
  filter: LeadFilter,
  before: string | undefined,
  limit: number,
): Promise<WholeLead[]> {
  const { email, campaignId, slug, form, spam, from, to } = filter;
  let leads = leadsOf(read, handleId);
  if (email !== undefined) leads = leads.where("email", "=", email);
  if (campaignId !== undefined) leads = leads.where("campaign_id", "=", campaignId);
  if (slug !== undefined) leads = leads.where("slug", "=", slug);
  if (form !== undefined) leads = leads.where("form", "=", form);
  if (spam !== undefined) leads = leads.where("is_spam", "=", spam ? 1 : 0);
  if (from !== undefined) leads = leads.where("received_at", ">=", from.getTime());
  if (to !== undefined) leads = leads.where("received_at", "<", to.getTime());
  if (before !== undefined) leads = leads.where("lead_id", "<", before);
  const rows = await leads.selectAll().orderBy("lead_id", "desc").limit(limit).execute();
  return withAttachments(read, handleId, rows.map(toLead));
}

/** `undefined` for one that is not this handle's. */
export async function findLead(
  read: Reader,
  handleId: string,
  leadId: string,
): Promise<WholeLead | undefined> {
  const row = await leadsOf(read, handleId).selectAll().where("lead_id", "=", leadId).executeTakeFirst();
  if (row === undefined) return undefined;
  const [whole] = await withAttachments(read, handleId, [toLead(row)]);
  return whole;
}

export async function insertLead(tx: Tx, handleId: string, { lead, attachments }: WholeLead): Promise<void> {
  const tables = tx.$extendTables<LeadTables>();
  await tables.insertInto("leads").values(toRow(handleId, lead)).execute();
  if (attachments.length === 0) return;
  const rows = attachments.map(({ attachment, sha256, fileName, contentType, sizeBytes }) => ({
    handle_id: handleId,
    lead_id: lead.leadId,
    attachment,
    sha256,
    file_name: fileName,
    content_type: contentType,
    size_bytes: sizeBytes,
  }));
  await tables.insertInto("lead_attachments").values(rows).execute();
}

/** What somebody has decided about a lead, and whether it was told of. */
export async function saveJudgement(tx: Tx, handleId: string, lead: Lead): Promise<void> {
  const { is_spam, is_judged, is_told, version } = toRow(handleId, lead);
  await tx
    .$extendTables<LeadTables>()
    .updateTable("leads")
    .set({ is_spam, is_judged, is_told, version })
    .where("handle_id", "=", handleId)
    .where("lead_id", "=", lead.leadId)
    .execute();
}

/** Takes away all that was said in it. Its key stays, so that it does not come back by a repetition. */
export async function removeLead(tx: Tx, handleId: string, leadId: string): Promise<void> {
  for (const table of ["lead_attachments", "leads"] as const) {
    await tx
      .$extendTables<LeadTables>()
      .deleteFrom(table)
      .where("handle_id", "=", handleId)
      .where("lead_id", "=", leadId)
      .execute();
  }
}

/** Every lead of a handle, with what keeps it from coming again. */
export async function removeLeadsOf(tx: Tx, handleId: string): Promise<void> {
  for (const table of ["lead_attachments", "lead_keys", "leads"] as const) {
    await tx.$extendTables<LeadTables>().deleteFrom(table).where("handle_id", "=", handleId).execute();
  }
}

/** The lead that came under a key first. */
export async function findKeyed(
  read: Reader,
  handleId: string,
  keyHash: string,
): Promise<string | undefined> {
  const row = await read
    .$extendTables<LeadTables>()
    .selectFrom("lead_keys")
    .select("lead_id")
    .where("handle_id", "=", handleId)
    .where("key_hash", "=", keyHash)
    .executeTakeFirst();
  return row?.lead_id;
}

/** Whether the key was free; it never is again. */
export async function takeKey(tx: Tx, handleId: string, keyHash: string, leadId: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .$extendTables<LeadTables>()
    .insertInto("lead_keys")
    .values({ handle_id: handleId, key_hash: keyHash, lead_id: leadId })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

async function withAttachments(read: Reader, handleId: string, leads: readonly Lead[]): Promise<WholeLead[]> {
  if (leads.length === 0) return [];
  const rows = await read
    .$extendTables<LeadTables>()
    .selectFrom("lead_attachments")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where(
      "lead_id",
      "in",
      leads.map(({ leadId }) => leadId),
    )
    .orderBy("attachment")
    .execute();
  const byLead = Map.groupBy(rows, (row) => row.lead_id);
  const of = ({ leadId }: Lead): readonly Attachment[] => (byLead.get(leadId) ?? []).map(toAttachment);
  return leads.map((lead) => ({ lead, attachments: of(lead) }));
}

const leadsOf = (read: Reader, handleId: string) =>
  read.$extendTables<LeadTables>().selectFrom("leads").where("handle_id", "=", handleId);
