import type { Reader, Tx } from "#platform/database/database.ts";
import type { Template, TemplateKind } from "./template.ts";

type TemplateRow = {
  readonly handle_id: string;
  readonly template_key: string;
  readonly kind: TemplateKind;
  readonly parameters: string;
  readonly enabled: number;
  readonly requires_consent: number;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly deleted_at: number | null;
};
type TemplateTables = { readonly tracking_templates: TemplateRow };

/** In no order that may be relied on: engines sort text in different ways. */
export async function listTemplates(read: Reader, handleId: string): Promise<Template[]> {
  const rows = await templatesOf(read, handleId).selectAll().where("deleted_at", "is", null).execute();
  return rows.map(toTemplate);
}

export async function findTemplate(
  read: Reader,
  handleId: string,
  templateKey: string,
): Promise<Template | undefined> {
  const row = await templatesOf(read, handleId)
    .selectAll()
    .where("template_key", "=", templateKey)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row && toTemplate(row);
}

/** Zero where the key has never been used. Versions go on counting after a deletion. */
export async function findLastVersion(read: Reader, handleId: string, templateKey: string): Promise<number> {
  const row = await templatesOf(read, handleId)
    .select("version")
    .where("template_key", "=", templateKey)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function saveTemplate(tx: Tx, handleId: string, template: Template): Promise<void> {
  const row: TemplateRow = {
    handle_id: handleId,
    template_key: template.templateKey,
    kind: template.kind,
    parameters: JSON.stringify(template.parameters),
    enabled: template.enabled ? 1 : 0,
    requires_consent: template.requiresConsent ? 1 : 0,
    version: template.version,
    created_at: template.createdAt.getTime(),
    updated_at: template.updatedAt.getTime(),
    deleted_at: null,
  };
  await tx
    .$extendTables<TemplateTables>()
    .insertInto("tracking_templates")
    .values(row)
    .onConflict((taken) => taken.columns(["handle_id", "template_key"]).doUpdateSet(row))
    .execute();
}

/** The row stays, without being a template: its version is what a later one of this key goes on from. */
export async function markDeleted(
  tx: Tx,
  handleId: string,
  templateKey: string,
  version: number,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<TemplateTables>()
    .updateTable("tracking_templates")
    .set({ version, deleted_at: now.getTime() })
    .where("handle_id", "=", handleId)
    .where("template_key", "=", templateKey)
    .execute();
}

const templatesOf = (read: Reader, handleId: string) =>
  read.$extendTables<TemplateTables>().selectFrom("tracking_templates").where("handle_id", "=", handleId);

const toTemplate = (row: TemplateRow): Template => ({
  templateKey: row.template_key,
  kind: row.kind,
  parameters: JSON.parse(row.parameters),
  enabled: row.enabled === 1,
  requiresConsent: row.requires_consent === 1,
  version: row.version,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});
