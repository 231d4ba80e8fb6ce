import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { countCampaignLinks } from "./campaign-links-store.ts";
import * as contract from "./contract.ts";
import { getAnalytics } from "./get-analytics.ts";
import { parseQuestion } from "./parse-question.ts";
import { presentAnalytics } from "./present-analytics.ts";
import { readFreshness } from "./read-freshness.ts";
import { VisitorLists } from "./visitor-lists.ts";

export const analyticsOperations = (
  deps: ControlDeps,
  visitorLists: VisitorLists = new VisitorLists(),
): readonly BoundOperation[] => [
  bind(contract.getAnalytics, async ({ actor, query: asked }) => {
    const { handle, handleId, signal } = actor;
    const now = deps.clock.now();
    const question = parseQuestion(handleId, asked, now);
    // Read first: what was unshipped before the question may be missing from its answer.
    const freshness = await readFreshness(deps, now);
    const { campaignId } = question;
    const [analytics, campaignLinks] = await Promise.all([
      getAnalytics({ ...deps, visitorLists }, question.query, signal),
      campaignId === undefined ? undefined : countCampaignLinks(deps.db.read, handleId, campaignId),
    ]);
    const body = presentAnalytics(question, analytics, { handle, freshness, campaignLinks });
    return { status: 200, body };
  }),
];
