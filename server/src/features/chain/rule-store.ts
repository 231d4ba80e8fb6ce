import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import { pick, readStatement, writeStatement } from "#platform/database/statement.ts";
import type { ChainRule, ChainRuleFields } from "./chain-rule.ts";

type RuleRow = {
  readonly handle_id: string;
  readonly rule_id: string;
  readonly enabled: number;
  readonly priority: number;
  /** JSON of what has no column of its own; `null` for a deleted rule. */
  readonly fields: string | null;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
};
type RuleTables = { readonly chain_rules: RuleRow };

/** What stands under an id: `rule` is absent where it was deleted, and `version` is the last one all the same. */
export type StoredRule = { readonly rule: ChainRule | undefined; readonly version: number };

const oneRule = readStatement<Pick<RuleRow, "handle_id" | "rule_id">, RuleRow>((db, { handle_id, rule_id }) =>
  rulesOf(readerOf(db), handle_id).selectAll().where("rule_id", "=", rule_id),
);

export async function findRule(read: Reader, handleId: string, ruleId: string): Promise<StoredRule> {
  const [row] = await oneRule(read, { handle_id: handleId, rule_id: ruleId });
  return { rule: row && toRule(row), version: row?.version ?? 0 };
}

/** In the order in which they are asked, those after the rule of this priority and id. */
export async function listRules(
  read: Reader,
  handleId: string,
  after: readonly [priority: number, ruleId: string] | undefined,
  limit: number,
): Promise<ChainRule[]> {
  const inOrder = rulesOf(read, handleId)
    .selectAll()
    .where("fields", "is not", null)
    .orderBy("priority")
    .orderBy("rule_id")
    .limit(limit);
  const following =
    after === undefined
      ? inOrder
      : inOrder.where(({ eb, refTuple, tuple }) =>
          eb(refTuple("priority", "rule_id"), ">", tuple(after[0], after[1])),
        );
  return toRules(await following.execute());
}

export async function listEnabledRules(read: Reader, handleId: string): Promise<ChainRule[]> {
  return toRules(await rulesOf(read, handleId).selectAll().where("enabled", "=", 1).execute());
}

/** How many rules besides this one are enabled. */
export async function countOthersEnabled(read: Reader, handleId: string, ruleId: string): Promise<number> {
  const row = await rulesOf(read, handleId)
    .select((count) => count.fn.countAll<number>().as("rules"))
    .where("enabled", "=", 1)
    .where("rule_id", "!=", ruleId)
    .executeTakeFirstOrThrow();
  return Number(row.rules);
}

const upsert = writeStatement<RuleRow>((db, row) => {
  const changing = pick(row, "enabled", "priority", "fields", "version", "created_at", "updated_at");
  return db
    .$extendTables<RuleTables>()
    .insertInto("chain_rules")
    .values({ ...pick(row, "handle_id", "rule_id"), ...changing })
    .onConflict((taken) => taken.columns(["handle_id", "rule_id"]).doUpdateSet(changing));
});

export async function saveRule(tx: Tx, handleId: string, rule: ChainRule): Promise<void> {
  const { ruleId, enabled, priority, trigger, when, decision, version, createdAt, updatedAt } = rule;
  await upsert(tx, {
    handle_id: handleId,
    rule_id: ruleId,
    enabled: enabled ? 1 : 0,
    priority,
    fields: JSON.stringify({ trigger, when, decision }),
    version,
    created_at: createdAt.getTime(),
    updated_at: updatedAt.getTime(),
  });
}

/** Leaves the version alone behind, which the next rule of this id goes on from. */
export async function eraseRule(
  tx: Tx,
  handleId: string,
  ruleId: string,
  version: number,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<RuleTables>()
    .updateTable("chain_rules")
    .set({ enabled: 0, fields: null, version, updated_at: now.getTime() })
    .where("handle_id", "=", handleId)
    .where("rule_id", "=", ruleId)
    .execute();
}

const rulesOf = (read: Reader, handleId: string) =>
  read.$extendTables<RuleTables>().selectFrom("chain_rules").where("handle_id", "=", handleId);

const toRules = (rows: readonly RuleRow[]) =>
  rows.map(toRule).filter((rule): rule is ChainRule => rule !== undefined);

function toRule({ fields, ...row }: RuleRow): ChainRule | undefined {
  if (fields === null) return undefined;
  const { trigger, when, decision } = JSON.parse(fields) as Omit<ChainRuleFields, "enabled" | "priority">;
  return {
    ruleId: row.rule_id,
    enabled: row.enabled === 1,
    priority: row.priority,
    trigger,
    when,
    decision,
    version: row.version,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}
