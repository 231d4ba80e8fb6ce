import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Lead, noSuchLead, type WholeLead } from "./lead.ts";
import { captured } from "./lead-outcome.ts";
import { findLead, saveJudgement } from "./store.ts";

/** Says whether a lead is spam. The first time that it is none it is told of and counted; that is never taken back. */
export function judgeLead(
  deps: ControlDeps,
  actor: MemberActor,
  leadId: string,
  isSpam: boolean,
  ifMatch: number | undefined,
): Promise<WholeLead> {
  const { handleId } = actor;
  return mutate<WholeLead>(deps, actor, contract.judgeLead, async (tx, now) => {
    const before = await findLead(readerOf(tx), handleId, leadId);
    if (before === undefined) throw noSuchLead();
    requireVersion("lead", before.lead, ifMatch);
    if (before.lead.isJudged && before.lead.isSpam === isSpam) return { result: before, audit: null };
    const isNews = !isSpam && !before.lead.isTold;
    const lead: Lead = {
      ...before.lead,
      isSpam,
      isJudged: true,
      isTold: before.lead.isTold || isNews,
      version: before.lead.version + 1,
    };
    await saveJudgement(tx, handleId, lead);
    const result = { ...before, lead };
    return {
      result,
      audit: { action: "lead.judge", target: leadId, details: { isSpam, before: before.lead.isSpam } },
      ...(isNews && captured(handleId, result, now)),
    };
  });
}
