import { requireTemplate } from "#features/links/index.ts";
import { ensureTemplate } from "#features/tracking/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { consequencesOf } from "#platform/consequences-of.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { Outcome } from "#platform/mutate.ts";
import { type Campaign, GOALS, type GoalType } from "./campaign.ts";

/** The key of the template that the campaign has from now on; 400 where one is named that links may not use. The goal's own is made where it is needed first. */
export async function presetTemplate(
  tx: Tx,
  actor: HandleActor,
  now: Date,
  goalType: GoalType,
  before: Campaign | undefined,
  sent: string | null | undefined,
): Promise<Outcome<string | null>> {
  if (typeof sent === "string") await requireTemplate(readerOf(tx), actor.handleId, sent);
  if (sent !== undefined) return { result: sent, audit: null };
  const isOwn = before !== undefined && before.trackingTemplateKey !== GOALS[before.goalType].template.key;
  if (isOwn || before?.goalType === goalType) {
    return { result: before?.trackingTemplateKey ?? null, audit: null };
  }
  const { key, utmMedium } = GOALS[goalType].template;
  const fields = { kind: "utm", parameters: { utmMedium }, enabled: true, requiresConsent: false } as const;
  const ensured = await ensureTemplate(tx, actor, now, key, fields);
  return { ...consequencesOf([ensured]), result: ensured.result.isUsable ? key : null };
}
