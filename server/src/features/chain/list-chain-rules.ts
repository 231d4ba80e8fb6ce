import type { MemberActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { ChainRule } from "./chain-rule.ts";
import { listRules } from "./rule-store.ts";

type PageRequest = {
  readonly limit: number;
  readonly nextToken?: readonly [priority: number, ruleId: string] | undefined;
};

export async function listChainRules(
  { db }: ControlDeps,
  { handleId }: MemberActor,
  { limit, nextToken }: PageRequest,
): Promise<Page<ChainRule>> {
  const rules = await listRules(db.read, handleId, nextToken, limit + 1);
  return toPage(rules, limit, ({ priority, ruleId }) => [priority, ruleId]);
}
