import { isDeepStrictEqual } from "node:util";
import type { HandleActor } from "#kernel/actor.ts";
import { consequencesOf } from "#platform/consequences-of.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Outcome } from "#platform/mutate.ts";
import { type Campaign, type CampaignFields, GOALS, invalidCampaign } from "./campaign.ts";
import { presetTemplate } from "./preset-template.ts";
import { primarySlugOf } from "./primary-slug-of.ts";
import type { ReadyChange } from "./ready-change.ts";
import { findLastVersion, saveCampaign } from "./store.ts";

export type Written = { readonly campaign: Campaign; readonly isNew: boolean };

/** A campaign as it is after `change`, with its template and its primary link. What changes nothing leaves nothing behind. */
export async function writeCampaign(
  tx: Tx,
  deps: ControlDeps,
  actor: HandleActor,
  now: Date,
  campaignId: string,
  before: Campaign | undefined,
  change: ReadyChange,
): Promise<Outcome<Written>> {
  const goalType = change.goalType ?? before?.goalType;
  if (goalType === undefined) throw invalidCampaign("goalType", "A new campaign needs its goalType.");
  const template = await presetTemplate(tx, actor, now, goalType, before, change.trackingTemplateKey);
  const trackingTemplateKey = template.result;
  const primary = await primarySlugOf(tx, deps, actor, now, {
    campaignId,
    before,
    change,
    trackingTemplateKey,
  });
  const fields: CampaignFields = {
    name: keptOr(change.name, before?.name),
    description: keptOr(change.description, before?.description),
    goalType,
    status: change.status ?? before?.status ?? "DRAFT",
    primarySlug: primary.result,
    conversionEvent: conversionEventOf(goalType, before, change.conversionEvent),
    trackingTemplateKey,
  };
  const changed = FIELDS.filter((field) => !isDeepStrictEqual(before?.[field], fields[field]));
  if (before !== undefined && changed.length === 0) {
    return { result: { campaign: before, isNew: false }, ...consequencesOf([template, primary]) };
  }
  const version = (await findLastVersion(readerOf(tx), actor.handleId, campaignId)) + 1;
  const campaign: Campaign = {
    ...fields,
    campaignId,
    version,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  await saveCampaign(tx, actor.handleId, campaign);
  const isNew = before === undefined;
  const audit = {
    action: `campaign.${isNew ? "create" : "update"}`,
    target: campaignId,
    details: {
      version,
      changes: changed.map((field) => ({ field, before: before?.[field], after: fields[field] })),
    },
  };
  return {
    result: { campaign, isNew },
    ...consequencesOf([{ result: undefined, audit }, template, primary]),
  };
}

const FIELDS = [
  ...(["name", "description", "goalType", "status"] as const),
  ...(["primarySlug", "conversionEvent", "trackingTemplateKey"] as const),
];

const keptOr = (sent: string | null | undefined, held: string | null | undefined): string | null =>
  sent === undefined ? (held ?? null) : sent;

/** One of its own stays when the goal changes; the goal's goes with it. */
function conversionEventOf(
  goalType: CampaignFields["goalType"],
  before: Campaign | undefined,
  sent: string | null | undefined,
): string {
  if (typeof sent === "string") return sent;
  const isOwn = before !== undefined && before.conversionEvent !== GOALS[before.goalType].conversionEvent;
  return sent === undefined && isOwn ? before.conversionEvent : GOALS[goalType].conversionEvent;
}
