import type { Reader, Tx } from "#platform/database/database.ts";
import type { PersonalizationRule } from "./personalization-rule.ts";

type RuleRow = {
  readonly handle_id: string;
  readonly rule_id: string;
  readonly enabled: number;
  readonly priority: number;
  readonly conditions: string;
  readonly variant_id: string;
  readonly destination_url: string;
  readonly slugs: string | null;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly deleted_at: number | null;
};
type RuleTables = { readonly personalization_rules: RuleRow };

/** In no order that may be relied on: engines sort text in different ways. */
export async function listRules(read: Reader, handleId: string): Promise<PersonalizationRule[]> {
  const rows = await rulesOf(read, handleId).selectAll().where("deleted_at", "is", null).execute();
  return rows.map(toRule);
}

export async function findRule(
  read: Reader,
  handleId: string,
  ruleId: string,
): Promise<PersonalizationRule | undefined> {
  const row = await rulesOf(read, handleId)
    .selectAll()
    .where("rule_id", "=", ruleId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row && toRule(row);
}

/** Zero where the id has never been used. Versions go on counting after a deletion. */
export async function findLastVersion(read: Reader, handleId: string, ruleId: string): Promise<number> {
  const row = await rulesOf(read, handleId)
    .select("version")
    .where("rule_id", "=", ruleId)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function saveRule(tx: Tx, handleId: string, rule: PersonalizationRule): Promise<void> {
  const row: RuleRow = {
    handle_id: handleId,
    rule_id: rule.ruleId,
    enabled: rule.enabled ? 1 : 0,
    priority: rule.priority,
    conditions: JSON.stringify(rule.when),
    variant_id: rule.variant.id,
    destination_url: rule.variant.destinationUrl,
    slugs: rule.slugs && JSON.stringify(rule.slugs),
    version: rule.version,
    created_at: rule.createdAt.getTime(),
    updated_at: rule.updatedAt.getTime(),
    deleted_at: null,
  };
  await tx
    .$extendTables<RuleTables>()
    .insertInto("personalization_rules")
    .values(row)
    .onConflict((taken) => taken.columns(["handle_id", "rule_id"]).doUpdateSet(row))
    .execute();
}

/** The row stays, without being a rule: its version is what a later one of this id goes on from. */
export async function markDeleted(
  tx: Tx,
  handleId: string,
  ruleId: string,
  version: number,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<RuleTables>()
    .updateTable("personalization_rules")
    .set({ version, deleted_at: now.getTime() })
    .where("handle_id", "=", handleId)
    .where("rule_id", "=", ruleId)
    .execute();
}

const rulesOf = (read: Reader, handleId: string) =>
  read.$extendTables<RuleTables>().selectFrom("personalization_rules").where("handle_id", "=", handleId);

const toRule = (row: RuleRow): PersonalizationRule => ({
  ruleId: row.rule_id,
  enabled: row.enabled === 1,
  priority: row.priority,
  when: JSON.parse(row.conditions),
  variant: { id: row.variant_id, destinationUrl: row.destination_url },
  slugs: row.slugs === null ? null : JSON.parse(row.slugs),
  version: row.version,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});
